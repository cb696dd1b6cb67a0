package dev.peerage.user;

import dev.peerage.eventstore.StampedEvent;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import dev.peerage.user.UserEvent.UserActiveSet;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A history of one user, drawn from a seed: 2 to 4 regions with skewed clocks that write, and receive each other's
 * events, each origin's in its order but not one origin's before another's that it had seen.
 */
final class RandomUserHistory {

    private static final UserId ID = new UserId("someone");
    private static final List<String> REGIONS = List.of("ap", "eu", "local", "us");

    private static final class Replica {
        final Region region;
        final int skew;
        final List<StampedEvent<UserEvent>> written = new ArrayList<>();
        final int[] received;
        VersionVector seen = VersionVector.none();
        long time;

        Replica(Region region, int skew, int regions) {
            this.region = region;
            this.skew = skew;
            this.received = new int[regions];
        }
    }

    private final SplittableRandom random;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<StampedEvent<UserEvent>> events = new ArrayList<>();

    private RandomUserHistory(long seed) {
        random = new SplittableRandom(seed);
        int regions = random.nextInt(2, REGIONS.size() + 1);
        for (int i = 0; i < regions; i++) {
            replicas.add(new Replica(Region.of(REGIONS.get(i)), random.nextInt(4), regions));
        }
        int steps = random.nextInt(4, 60);
        for (int step = 0; step < steps; step++) {
            Replica replica = replicas.get(random.nextInt(regions));
            if (random.nextBoolean()) {
                write(replica, step);
            } else {
                receive(replica, random.nextInt(regions));
            }
        }
    }

    static RandomUserHistory of(long seed) {
        return new RandomUserHistory(seed);
    }

    private void write(Replica writer, int step) {
        writer.time = Math.max(
                writer.time + 1,
                HybridTime.of(1_000 + step / 4 + writer.skew, 0).value());
        Dot dot = new Dot(writer.region, writer.written.size() + 1);
        var event = new StampedEvent<>(fact(), new Stamp(dot, writer.seen, new HybridTime(writer.time)));
        writer.written.add(event);
        writer.seen = writer.seen.with(dot);
        events.add(event);
    }

    private void receive(Replica receiver, int from) {
        Replica origin = replicas.get(from);
        int until = Math.min(origin.written.size(), receiver.received[from] + random.nextInt(1, 4));
        for (StampedEvent<UserEvent> event : origin.written.subList(receiver.received[from], until)) {
            receiver.seen = receiver.seen.with(event.stamp().dot());
            receiver.time = Math.max(receiver.time, event.stamp().time().value());
        }
        receiver.received[from] = until;
    }

    private UserEvent fact() {
        String value = "v" + random.nextInt(4);
        return switch (random.nextInt(25)) {
            case 0 -> new UserDeleted(ID);
            case 1, 2, 3, 4 -> new UserUsernameSet(ID, value);
            case 5, 6, 7, 8 -> new UserNameSet(ID, random.nextInt(4) == 0 ? null : value);
            case 9, 10, 11, 12 -> new UserEmailSet(ID, random.nextInt(4) == 0 ? null : value + "@example.org");
            case 13, 14, 15, 16 -> new UserActiveSet(ID, random.nextBoolean());
            default -> new UserAttributeSet(ID, "key" + random.nextInt(3), random.nextInt(3) == 0 ? null : value);
        };
    }

    /** As they were written. */
    List<StampedEvent<UserEvent>> events() {
        return events;
    }

    /**
     * All events as they might arrive somewhere: each origin's in its order, the origins interleaved, some repeatedly.
     */
    List<StampedEvent<UserEvent>> delivery() {
        List<StampedEvent<UserEvent>> delivery = new ArrayList<>();
        int[] next = new int[replicas.size()];
        int left = events.size();
        while (left > 0) {
            int origin = random.nextInt(next.length);
            List<StampedEvent<UserEvent>> written = replicas.get(origin).written;
            if (next[origin] < written.size()) {
                delivery.add(written.get(next[origin]++));
                left--;
            }
            if (!delivery.isEmpty() && random.nextInt(3) == 0) {
                delivery.add(delivery.get(random.nextInt(delivery.size())));
            }
        }
        return delivery;
    }
}
