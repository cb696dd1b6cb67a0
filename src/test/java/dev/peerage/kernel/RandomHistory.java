package dev.peerage.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A causal history of one aggregate, drawn from a seed: 2 to 5 regions that write and receive at random.
 *
 * <p>A region receives each other region's events in their order, but one origin's regardless of another's, so it often
 * holds an event without the events that one had seen. That is what a mesh of replication links delivers. Clocks are
 * skewed, often equal, and take note of other regions' times only half of the time, as with stamps from too far ahead.
 *
 * <p>What an event's writer had seen is noted twice: as the version vector that the code under test reads, and as the
 * plain set of events that the definitions read.
 */
final class RandomHistory {

    private static final List<Region> REGIONS =
            List.of(Region.of("ap"), Region.of("eu"), Region.of("eu-2"), Region.of("local"), Region.of("us"));

    /** As many as a set of events has bits. */
    private static final int MAX_EVENTS = Long.SIZE;

    /**
     * One event.
     *
     * @param index its place among the events of the history
     * @param seen the events its writer had seen, one bit for each index
     * @param heads what kind of event it is; each law says which two kinds it throws for
     */
    record Event(int index, Stamp stamp, long seen, boolean heads) {

        boolean saw(Event other) {
            return (seen >>> other.index & 1) == 1;
        }

        @Override
        public String toString() {
            return "%2d %s %s saw [%s] at %s"
                    .formatted(index, heads ? "heads" : "tails", stamp.dot(), stamp.seen(), stamp.time());
        }
    }

    /** One region while the history is being made. */
    private static final class Replica {
        final Region region;
        final int skew;
        final List<Event> delivered = new ArrayList<>();
        final List<Event> written = new ArrayList<>();
        final int[] received = new int[REGIONS.size()];
        VersionVector vector = VersionVector.none();
        long known;
        long time;

        Replica(Region region, int skew) {
            this.region = region;
            this.skew = skew;
        }

        void take(Event event) {
            delivered.add(event);
            vector = vector.with(event.stamp().dot());
            known |= 1L << event.index();
        }
    }

    private final long seed;
    private final SplittableRandom random;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    private RandomHistory(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    static RandomHistory of(long seed) {
        RandomHistory history = new RandomHistory(seed);
        history.live();
        return history;
    }

    private void live() {
        int regions = random.nextInt(2, REGIONS.size() + 1);
        int first = random.nextInt(REGIONS.size() - regions + 1);
        for (Region region : REGIONS.subList(first, first + regions)) {
            replicas.add(new Replica(region, random.nextInt(4)));
        }
        int steps = random.nextInt(2, random.nextBoolean() ? 16 : MAX_EVENTS);
        double writing = random.nextDouble(0.2, 0.6);
        double heads = random.nextDouble(0.3, 0.9);
        for (int step = 0; step < steps; step++) {
            Replica replica = replicas.get(random.nextInt(replicas.size()));
            if (random.nextDouble() < writing) {
                write(replica, step, random.nextDouble() < heads);
            } else {
                receive(replica, random.nextInt(1, 4));
            }
        }
    }

    private void write(Replica writer, int step, boolean heads) {
        writer.time = Math.max(
                writer.time + 1, HybridTime.of(step / 4 + writer.skew, 0).value());
        Dot dot = new Dot(writer.region, writer.written.size() + 1);
        Stamp stamp = new Stamp(dot, writer.vector, new HybridTime(writer.time));
        Event event = new Event(events.size(), stamp, writer.known, heads);
        events.add(event);
        writer.written.add(event);
        writer.take(event);
    }

    /** Takes the next events of one origin that has some, whichever it is. */
    private void receive(Replica receiver, int atMost) {
        int start = random.nextInt(replicas.size());
        for (int i = 0; i < replicas.size(); i++) {
            int from = (start + i) % replicas.size();
            Replica origin = replicas.get(from);
            int until = Math.min(origin.written.size(), receiver.received[from] + atMost);
            if (origin != receiver && receiver.received[from] < until) {
                for (Event event : origin.written.subList(receiver.received[from], until)) {
                    receiver.take(event);
                    receiver.time = Math.max(
                            receiver.time,
                            random.nextBoolean() ? event.stamp().time().value() : 0);
                }
                receiver.received[from] = until;
                return;
            }
        }
    }

    /** All events, as they were written. */
    List<Event> events() {
        return Collections.unmodifiableList(events);
    }

    /** For each region the events it holds in the end, in the order in which it wrote or received them. */
    List<List<Event>> deliveries() {
        return replicas.stream().map(replica -> replica.delivered).toList();
    }

    /** All events in another order in which they might arrive: each origin's in its order, the origins interleaved. */
    List<Event> anyDelivery() {
        List<Event> delivery = new ArrayList<>(events.size());
        int[] next = new int[replicas.size()];
        while (delivery.size() < events.size()) {
            int origin = random.nextInt(next.length);
            List<Event> written = replicas.get(origin).written;
            if (next[origin] < written.size()) {
                delivery.add(written.get(next[origin]++));
            }
        }
        return delivery;
    }

    /** Some of the events, in any order at all, some of them repeatedly. */
    List<Event> anyEvents() {
        List<Event> some = new ArrayList<>();
        double share = random.nextDouble(0.2, 1.2);
        for (Event event : events) {
            for (double luck = random.nextDouble(); luck < share; luck += 0.4) {
                some.add(event);
            }
        }
        return shuffled(some);
    }

    /** The same in any order. */
    <T> List<T> shuffled(List<T> list) {
        List<T> shuffled = new ArrayList<>(list);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }

    /** For a law to choose by: goes on where the making of the history ended, so a replayed seed chooses alike. */
    SplittableRandom random() {
        return random;
    }

    @Override
    public String toString() {
        return events.stream()
                        .map(Event::toString)
                        .collect(Collectors.joining("\n", "History of seed " + seed + "\n", "\n"))
                + replicas.stream()
                        .map(replica -> replica.region + " delivered "
                                + replica.delivered.stream().map(Event::index).toList())
                        .collect(Collectors.joining("\n"));
    }
}
