package dev.peerage.field;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What happens to a group in 2 to 5 regions, drawn from a seed: which region adds or removes whom, and which event it
 * receives when. It ends when all regions have all events, so what then differs differs for good.
 *
 * <p>It knows of no system that runs it: what an operation's writer had seen is noted as a plain set of operations, and
 * {@link #members()} reads nothing else.
 */
final class History {

    private static final List<String> REGIONS = List.of("af", "ap", "eu", "sa", "us");
    private static final List<String> MEMBERS = List.of("homer", "marge", "bart");

    static final int MOST_REGIONS = REGIONS.size();

    /**
     * A region adds or removes a member.
     *
     * @param index its place among the operations of the history
     * @param seen the operations its writer had seen, one bit for each index
     */
    record Operation(int index, int origin, boolean add, String member, long seen) {

        private boolean saw(Operation other) {
            return (seen >>> other.index & 1) == 1;
        }
    }

    /** An operation comes to a region: is written there if that is its origin, and is received otherwise. */
    record Step(int region, Operation operation) {

        boolean isWrite() {
            return region == operation.origin;
        }
    }

    private final long seed;
    private final Delivery delivery;
    private final SplittableRandom random;
    private final int regions;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final long[] known;

    private History(long seed, Delivery delivery) {
        this.seed = seed;
        this.delivery = delivery;
        this.random = new SplittableRandom(seed);
        this.regions = random.nextInt(2, MOST_REGIONS + 1);
        this.known = new long[regions];
    }

    /**
     * The history of that seed.
     *
     * @param length how many operations it has, at most 63
     */
    static History of(long seed, int length, Delivery delivery) {
        History history = new History(seed, delivery);
        history.live(length);
        return history;
    }

    private void live(int length) {
        List<String> members = MEMBERS.subList(0, random.nextInt(1, MEMBERS.size() + 1));
        double writing = random.nextDouble(0.2, 0.8);
        double adding = random.nextDouble(0.3, 0.8);
        List<Step> deliverable = List.of();
        while (operations.size() < length || !deliverable.isEmpty()) {
            if (operations.size() < length && (deliverable.isEmpty() || random.nextDouble() < writing)) {
                int region = random.nextInt(regions);
                Operation operation = new Operation(
                        operations.size(), region, random.nextDouble() < adding, anyOf(members), known[region]);
                operations.add(operation);
                take(new Step(region, operation));
            } else {
                take(anyOf(deliverable));
            }
            deliverable = deliverable();
        }
    }

    private void take(Step step) {
        steps.add(step);
        known[step.region()] |= 1L << step.operation().index();
    }

    private <T> T anyOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** What may come next: to each region the first operation of each other that it does not have. */
    private List<Step> deliverable() {
        List<Step> next = new ArrayList<>();
        for (int region = 0; region < regions; region++) {
            long originsPassed = 0;
            for (Operation operation : operations) {
                boolean first = (originsPassed >>> operation.origin() & 1) == 0;
                if (first && (known[region] >>> operation.index() & 1) == 0) {
                    originsPassed |= 1L << operation.origin();
                    if (delivery != Delivery.CAUSAL || (operation.seen() & ~known[region]) == 0) {
                        next.add(new Step(region, operation));
                    }
                }
            }
        }
        return next;
    }

    long seed() {
        return seed;
    }

    Delivery delivery() {
        return delivery;
    }

    List<Step> steps() {
        return Collections.unmodifiableList(steps);
    }

    int regions() {
        return regions;
    }

    int length() {
        return operations.size();
    }

    /**
     * Who is in the group at the end, by the definition of an add-wins set: whose adds include one that no remove of the
     * same member had seen.
     */
    Set<String> members() {
        Set<String> members = new TreeSet<>();
        for (Operation add : operations) {
            if (add.add() && operations.stream().noneMatch(other -> isRemoveThatSaw(add, other))) {
                members.add(add.member());
            }
        }
        return members;
    }

    private static boolean isRemoveThatSaw(Operation add, Operation other) {
        return !other.add() && other.member().equals(add.member()) && other.saw(add);
    }

    /** What each region holds at the end, when a system runs this history. */
    <E> List<Set<String>> run(Function<String, Replica<E>> system) {
        List<Replica<E>> replicas =
                REGIONS.subList(0, regions).stream().map(system).toList();
        List<E> events = new ArrayList<>();
        for (Step step : steps) {
            Replica<E> replica = replicas.get(step.region());
            if (step.isWrite()) {
                events.add(replica.write(step.operation()));
            } else {
                replica.receive(events.get(step.operation().index()));
            }
        }
        return replicas.stream().map(Replica::members).toList();
    }

    /** Line by line what happens; an operation is told by its number. */
    List<String> story() {
        return steps.stream().map(History::line).toList();
    }

    private static String line(Step step) {
        Operation operation = step.operation();
        String region = REGIONS.get(step.region());
        return step.isWrite()
                ? "%s %s %s: %d"
                        .formatted(region, operation.add() ? "adds" : "removes", operation.member(), number(operation))
                : "%s receives %d from %s".formatted(region, number(operation), REGIONS.get(operation.origin()));
    }

    private static int number(Operation operation) {
        return operation.index() + 1;
    }

    /** What each region holds, for people: {@code eu [homer], us []}. */
    static List<String> inWords(List<Set<String>> members) {
        List<String> words = new ArrayList<>();
        for (int region = 0; region < members.size(); region++) {
            words.add(REGIONS.get(region) + " " + new TreeSet<>(members.get(region)));
        }
        return words;
    }

    @Override
    public String toString() {
        return "History of seed %d, %d operations, delivery %s:%n%s"
                .formatted(seed, length(), delivery, String.join("\n", story()));
    }
}
