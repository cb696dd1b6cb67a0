package dev.peerage.eventstore;

import java.util.Map;

/** A value was claimed that another subject held at that moment. */
final class ValuesHeld extends LostRace {

    private final Map<UniqueValues.Key, String> holders;

    /** @param holders of the values in question; none if they have let go of them since */
    ValuesHeld(Map<UniqueValues.Key, String> holders) {
        super("a claimed value is held by another subject", null);
        this.holders = Map.copyOf(holders);
    }

    @Override
    Map<UniqueValues.Key, String> holders() {
        return holders;
    }
}
