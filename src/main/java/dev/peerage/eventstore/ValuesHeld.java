package dev.peerage.eventstore;

import java.util.List;
import java.util.Map;

/** A value was claimed that another subject held at that moment. */
final class ValuesHeld extends LostRace {

    private final Map<UniqueValues.Key, List<Holder>> holders;

    /** @param holders of the values in question; none if they have let go of them since */
    ValuesHeld(Map<UniqueValues.Key, List<Holder>> holders) {
        super("a claimed value is held by another subject", null);
        this.holders = Map.copyOf(holders);
    }

    @Override
    Map<UniqueValues.Key, List<Holder>> holders() {
        return holders;
    }
}
