package dev.peerage.simulation;

import dev.peerage.simulation.Reading.Thing;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;

/** Whether regions say what they have to. */
final class Judgement {

    private final List<SimulatedRegion> regions;
    private final Chronicle chronicle;
    private final Logic logic;
    private final Set<String> conflicts = new HashSet<>();
    private final Set<String> contested = new HashSet<>();

    Judgement(List<SimulatedRegion> regions, Chronicle chronicle, Logic logic) {
        this.regions = regions;
        this.chronicle = chronicle;
        this.logic = logic;
    }

    /** A region's view says at any moment what the events it is made of amount to. */
    void now(SimulatedRegion region) {
        Reading reading = mustBeAsDefined(region, region.view().rows(), region.viewed());
        mustBeAsDefined(region, region.aggregates(), region.log().events());
        conflicts.addAll(conflictsOf(reading));
        contested.addAll(reading.contested());
        note(reading);
    }

    /**
     * All have all events, each once, and say what the definitions and any other order say. Their rows are equal to the
     * byte, and so are the fingerprints, which are computed from them in the order of their keys.
     */
    void afterHealing(SplittableRandom random) {
        for (SimulatedRegion region : regions) {
            mustHoldEachEventOnce(region);
        }
        SimulatedRegion first = regions.getFirst();
        Reading reading =
                mustBeAsDefined(first, first.view().rows(), first.log().events());
        SortedMap<String, String> rows = first.view().rows().json();
        for (SimulatedRegion region : regions) {
            Differences.mustBeNone(
                    "rows of " + region, rows, region.view().rows().json());
            Differences.mustBeNone("aggregates of " + region, first.view().rows(), region.aggregates());
            Differences.mustBeNone(
                    "answers of " + region, reading, region.view().rows().reading());
        }
        Differences.mustBeNone(
                "rows in another order",
                rows,
                inAnyOrderWithDuplicates(first.log(), random).json());
        Differences.mustBeNone("rows read back", reading, Rows.read(logic, rows).reading());
        note(reading);
        noteWhatWasSettled(reading);
        noteWhatWasConcurrent();
    }

    private void mustHoldEachEventOnce(SimulatedRegion region) {
        BitSet expected = chronicle.remaining();
        if (!region.log().numbers().equals(expected)) {
            BitSet missing = (BitSet) expected.clone();
            missing.andNot(region.log().numbers());
            throw new AssertionError("%s lacks %s of %d events"
                    .formatted(
                            region, missing.stream().mapToObj(chronicle::event).toList(), expected.cardinality()));
        }
        Differences.mustBeNone(
                "number of events of " + region,
                expected.cardinality(),
                region.log().size());
    }

    private Reading mustBeAsDefined(SimulatedRegion region, Rows rows, Collection<Event> events) {
        Reading reading = rows.reading();
        Differences.mustBeNone(region + " against the definitions", definition(events), reading);
        return reading;
    }

    private static Reading definition(Collection<Event> events) {
        List<Fact> facts = new ArrayList<>(events.size());
        events.forEach(event -> facts.add(event.fact()));
        return Definitions.of(facts);
    }

    /** Not even each origin's order is kept. */
    private Rows inAnyOrderWithDuplicates(Log log, SplittableRandom random) {
        List<Event> events = new ArrayList<>(log.events());
        log.events().stream().filter(_ -> random.nextInt(4) == 0).forEach(events::add);
        for (int i = events.size() - 1; i > 0; i--) {
            Collections.swap(events, i, random.nextInt(i + 1));
        }
        Rows rows = new Rows(logic);
        events.forEach(rows::fold);
        return rows;
    }

    private void note(Reading reading) {
        chronicle.happened(
                Happening.CONFLICT, reading.things().values().stream().anyMatch(Thing::hasConflicts));
        chronicle.happened(Happening.DOUBLE_GRANT, !reading.contested().isEmpty());
        reading.memberships().values().forEach(tie -> {
            chronicle.happened(Happening.POLICIES_DIFFER, tie.addWins() != tie.removeWins());
            chronicle.happened(Happening.SHOWN_MEMBERSHIP, tie.shown());
        });
    }

    private static List<String> conflictsOf(Reading reading) {
        List<String> found = new ArrayList<>();
        reading.things()
                .forEach((subject, thing) -> thing.fields().forEach((field, values) -> {
                    if (values.size() > 1) {
                        found.add(field + " of " + subject);
                    }
                }));
        return found;
    }

    private void noteWhatWasSettled(Reading reading) {
        conflicts.removeAll(conflictsOf(reading));
        chronicle.happened(Happening.CONFLICT_SETTLED, !conflicts.isEmpty());
        contested.removeAll(reading.contested());
        chronicle.happened(Happening.DOUBLE_GRANT_SETTLED, !contested.isEmpty());
    }

    private void noteWhatWasConcurrent() {
        Map<Long, String> regionAt = new HashMap<>();
        Set<String> policies = new HashSet<>();
        for (Event event : chronicle.written()) {
            Fact fact = event.fact();
            String other = regionAt.putIfAbsent(fact.time(), fact.region());
            chronicle.happened(Happening.EQUAL_TIMES_IN_TWO_REGIONS, other != null && !other.equals(fact.region()));
            chronicle.happened(Happening.POLICY_SWITCHED, fact.is("membership") && !policies.add(fact.subject()));
            chronicle.happened(Happening.WRITE_BESIDE_DELETION, fact.is(Fact.DELETED) && isBesideAnother(fact));
        }
    }

    private boolean isBesideAnother(Fact deletion) {
        return chronicle.written().stream()
                .map(Event::fact)
                .anyMatch(fact -> fact != deletion && fact.subject().equals(deletion.subject()) && !deletion.saw(fact));
    }
}
