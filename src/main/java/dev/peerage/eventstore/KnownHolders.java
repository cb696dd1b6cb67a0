package dev.peerage.eventstore;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What attempts that were in vain have taught about who holds the values that commands claim. */
final class KnownHolders {

    private final Map<UniqueValues.Key, Set<String>> showing = new HashMap<>();
    private final Map<UniqueValues.Key, List<Holder>> former = new HashMap<>();

    /**
     * Replaces what was known of these values.
     *
     * @param holders who holds them by the tables
     * @param noLonger those of them who do not show the value any more
     */
    void learn(Map<UniqueValues.Key, List<Holder>> holders, Map<UniqueValues.Key, List<Holder>> noLonger) {
        holders.forEach((key, ofValue) -> {
            List<Holder> stale = noLonger.getOrDefault(key, List.of());
            former.put(key, stale);
            Set<String> current = new HashSet<>();
            ofValue.stream().filter(holder -> !stale.contains(holder)).forEach(holder -> current.add(holder.subject()));
            showing.put(key, current);
        });
    }

    /** Who shows the value. */
    Set<String> showing(UniqueValues.Key key) {
        return showing.getOrDefault(key, Set.of());
    }

    /** Whom the tables name as a holder though it does not show the value any more. */
    List<Holder> former(UniqueValues.Key key) {
        return former.getOrDefault(key, List.of());
    }
}
