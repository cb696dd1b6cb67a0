package dev.peerage.simulation;

import dev.peerage.simulation.Reading.Thing;
import dev.peerage.simulation.Reading.Tie;
import dev.peerage.simulation.Reading.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a directory says after a set of events, word by word as it is defined, without regard to cost. It knows neither
 * an order of arrival nor version vectors, and uses nothing of what it is the measure of.
 */
final class Definitions {

    private static final List<String> UNIQUE = List.of("username", "email");

    private final SortedMap<String, List<Fact>> subjects = new TreeMap<>();
    private final SortedMap<String, Thing> things = new TreeMap<>();

    private Definitions(Collection<Fact> known) {
        for (Fact fact : known) {
            subjects.computeIfAbsent(fact.subject(), _ -> new ArrayList<>()).add(fact);
        }
    }

    static Reading of(Collection<Fact> known) {
        return new Definitions(known).reading();
    }

    private Reading reading() {
        SortedMap<String, List<Fact>> pairs = new TreeMap<>();
        subjects.forEach((subject, facts) -> {
            if (subject.startsWith("membership/")) {
                pairs.put(subject, facts);
            } else {
                things.put(subject, thing(facts));
            }
        });
        SortedMap<String, Tie> memberships = new TreeMap<>();
        pairs.forEach((subject, facts) -> memberships.put(subject, tie(subject, facts)));
        SortedMap<String, String> holders = new TreeMap<>();
        UNIQUE.forEach(kind -> addHolders(kind, holders));
        SortedSet<String> contested = new TreeSet<>();
        UNIQUE.forEach(kind -> addContested(kind, holders, contested));
        return new Reading(things, memberships, holders, contested);
    }

    /** Deletion is final and wins. Created and updated are the first and the last time of all. */
    private static Thing thing(List<Fact> facts) {
        if (facts.stream().anyMatch(fact -> fact.is(Fact.DELETED))) {
            return new Thing(true, new TreeMap<>(), null, null, version(facts));
        }
        SortedMap<String, List<Value>> fields = new TreeMap<>();
        for (Fact fact : facts) {
            fields.computeIfAbsent(fact.field(), field -> siblings(field, facts));
        }
        long created = Long.MAX_VALUE;
        long updated = Long.MIN_VALUE;
        for (Fact fact : facts) {
            created = Math.min(created, fact.time());
            updated = Math.max(updated, fact.time());
        }
        return new Thing(false, fields, created, updated, version(facts));
    }

    /** The field's events that no other event of the field has seen, the one of the highest (time, region) first. */
    private static List<Value> siblings(String field, List<Fact> facts) {
        List<Fact> siblings = new ArrayList<>();
        for (Fact fact : facts) {
            if (fact.is(field) && !isSeenByOneThat(field, fact, facts)) {
                siblings.add(fact);
            }
        }
        siblings.sort((one, other) -> one.time() != other.time()
                ? Long.compare(other.time(), one.time())
                : other.region().compareTo(one.region()));
        List<Value> values = new ArrayList<>();
        siblings.forEach(fact -> values.add(new Value(fact.value(), fact.region(), fact.time())));
        return values;
    }

    private static boolean isSeenByOneThat(String field, Fact fact, List<Fact> facts) {
        for (Fact other : facts) {
            if (other.is(field) && other.saw(fact)) {
                return true;
            }
        }
        return false;
    }

    private Tie tie(String subject, List<Fact> facts) {
        boolean addWins = false;
        boolean anyAdd = false;
        boolean allRemovesSeen = true;
        for (Fact fact : facts) {
            if (fact.is(Fact.ADDED)) {
                anyAdd = true;
                addWins |= !isSeenByOneThat(Fact.REMOVED, fact, facts);
            } else {
                allRemovesSeen &= isSeenByOneThat(Fact.ADDED, fact, facts);
            }
        }
        boolean removeWins = anyAdd && allRemovesSeen;
        String[] parts = subject.split("/", -1);
        @Nullable Thing group = things.get("group/" + parts[1]);
        @Nullable Thing user = things.get("user/" + parts[2]);
        boolean shown = group != null
                && user != null
                && !group.deleted()
                && !user.deleted()
                && (policyOf(group).equals("remove-wins") ? removeWins : addWins);
        return new Tie(addWins, removeWins, addWins || removeWins ? since(facts) : null, shown, version(facts));
    }

    private static String policyOf(Thing group) {
        List<Value> values = group.fields().getOrDefault("membership", List.of());
        String value = values.isEmpty() ? null : values.getFirst().value();
        return value == null ? "add-wins" : value;
    }

    /** The earliest time among the regions' latest adds that no remove has seen. */
    private static @Nullable Long since(List<Fact> facts) {
        Long earliest = null;
        for (Fact fact : facts) {
            if (fact.is(Fact.ADDED)
                    && !isSeenByOneThat(Fact.REMOVED, fact, facts)
                    && isLatestOfItsKindAndRegion(fact, facts)
                    && (earliest == null || fact.time() < earliest)) {
                earliest = fact.time();
            }
        }
        return earliest;
    }

    private static boolean isLatestOfItsKindAndRegion(Fact fact, List<Fact> facts) {
        for (Fact other : facts) {
            if (other.is(fact.field()) && other.region().equals(fact.region()) && other.sequence() > fact.sequence()) {
                return false;
            }
        }
        return true;
    }

    /** Whose a value is: of the users that are there and show it, the one whose claim is first by (time, region, id). */
    private void addHolders(String kind, SortedMap<String, String> holders) {
        things.forEach((subject, thing) -> {
            Value claim = claim(kind, thing);
            if (subject.startsWith("user/") && claim != null) {
                String key = kind + " " + claim.value();
                String holder = holders.get(key);
                if (holder == null || isBefore(claim, claim(kind, things.get(holder)))) {
                    holders.put(key, subject);
                }
            }
        });
    }

    private void addContested(String kind, SortedMap<String, String> holders, SortedSet<String> contested) {
        things.forEach((subject, thing) -> {
            Value claim = claim(kind, thing);
            if (claim != null && !subject.equals(holders.get(kind + " " + claim.value()))) {
                contested.add(kind + " of " + subject);
            }
        });
    }

    private static @Nullable Value claim(String kind, @Nullable Thing thing) {
        List<Value> values = thing == null ? List.of() : thing.fields().getOrDefault(kind, List.of());
        return values.isEmpty() || values.getFirst().value() == null ? null : values.getFirst();
    }

    /** Of equals the first by id holds; subjects come in that order. */
    private static boolean isBefore(Value claim, @Nullable Value other) {
        return other == null
                || claim.time() < other.time()
                || (claim.time() == other.time() && claim.region().compareTo(other.region()) < 0);
    }

    private static SortedMap<String, Long> version(List<Fact> facts) {
        SortedMap<String, Long> version = new TreeMap<>();
        facts.forEach(fact -> version.merge(fact.region(), fact.sequence(), Math::max));
        return version;
    }
}
