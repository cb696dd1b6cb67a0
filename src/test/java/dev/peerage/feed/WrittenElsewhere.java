package dev.peerage.feed;

import dev.peerage.eventstore.TestRegion;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.VersionVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What regions have written, each having seen what had arrived there by then, and how it comes to others. */
final class WrittenElsewhere {

    private static final List<String> REGIONS = List.of("ap", "in", "us");
    private static final List<String> SUBJECTS = List.of("a", "b", "c", "d");

    /** An event as it is told. */
    record Told(String id, String subject) {

        static Told of(FeedEvent event) {
            JsonNode json = JsonMapper.shared().readTree(event.json());
            return new Told(json.get("id").stringValue(), json.get("subject").stringValue());
        }
    }

    /** An event, or a mark, that comes to another region. */
    interface Arrival {

        void in(TestRegion region);

        static Arrival mark(Region origin, long position) {
            return region -> region.receiveMark(origin, position);
        }

        static Arrival event(Region origin, long position, String user, long sequence, String seen, long time) {
            VersionVector own = sequence == 1 ? VersionVector.none() : VersionVector.of(new Dot(origin, sequence - 1));
            return region -> region.sql()
                    .sql("""
                            insert into event (origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                            values (?, ?, ?, ?, 'UserNameSet', 1, ?, ?, 'tester', ?::jsonb)
                            """)
                    .params(
                            origin.name(),
                            "user/" + user,
                            sequence,
                            position,
                            HybridTime.of(time, 0).value(),
                            own.join(VersionVector.parse(seen)).toString(),
                            "{\"userId\": \"%s\", \"name\": \"name\"}".formatted(user))
                    .update();
        }
    }

    /** A region that writes: positions are drawn in one order, and committed in another. */
    private static final class Writer {

        private final Region region;
        private long position;
        private final Map<String, VersionVector> log = new HashMap<>();
        private final Map<Region, Integer> received = new HashMap<>();
        private final List<Committed> committed = new ArrayList<>();
        private final TreeMap<Long, Committed> underWay = new TreeMap<>();

        Writer(Region region) {
            this.region = region;
        }
    }

    private record Committed(Arrival arrival, String user, Dot dot) {}

    private final Map<Region, List<Arrival>> streams = new TreeMap<>();
    private final Map<String, Set<String>> seen = new HashMap<>();

    static WrittenElsewhere atRandom(Random random, int steps) {
        WrittenElsewhere written = new WrittenElsewhere();
        List<Writer> writers = REGIONS.stream().map(Region::of).map(Writer::new).toList();
        writers.forEach(writer -> written.streams.put(writer.region, new ArrayList<>()));
        for (int i = 0; i < steps; i++) {
            Writer writer = writers.get(random.nextInt(writers.size()));
            switch (random.nextInt(5)) {
                case 0, 1 -> written.receive(writer, writers.get(random.nextInt(writers.size())));
                case 2 -> written.commit(writer);
                default -> written.write(writer, SUBJECTS.get(random.nextInt(SUBJECTS.size())), random);
            }
        }
        for (Writer writer : writers) {
            while (!writer.underWay.isEmpty()) {
                written.commit(writer);
            }
            written.mark(writer);
        }
        return written;
    }

    private void write(Writer writer, String user, Random random) {
        if (writer.underWay.values().stream().anyMatch(other -> other.user().equals(user))) {
            return; // the aggregate is locked
        }
        VersionVector known = writer.log.getOrDefault(user, VersionVector.none());
        Dot dot = new Dot(writer.region, known.get(writer.region) + 1);
        long position = ++writer.position;
        writer.underWay.put(
                position,
                new Committed(
                        Arrival.event(
                                writer.region,
                                position,
                                user,
                                dot.sequence(),
                                known.toString(),
                                1_000 + random.nextInt(1_000)),
                        user,
                        dot));
        Set<String> before = new HashSet<>();
        known.entries().forEach((region, last) -> {
            for (long sequence = 1; sequence <= last; sequence++) {
                before.add(id(user, new Dot(region, sequence)));
            }
        });
        seen.put(id(user, dot), before);
        if (random.nextInt(3) > 0) {
            commit(writer);
        }
        if (random.nextInt(3) == 0) {
            mark(writer);
        }
    }

    /** The one that has drawn last comes first. */
    private void commit(Writer writer) {
        if (writer.underWay.isEmpty()) {
            return;
        }
        Committed event = writer.underWay.pollLastEntry().getValue();
        writer.log.merge(event.user(), VersionVector.of(event.dot()), VersionVector::join);
        writer.committed.add(event);
        stream(writer).add(event.arrival());
    }

    private void mark(Writer writer) {
        long settled = writer.underWay.isEmpty() ? writer.position : writer.underWay.firstKey() - 1;
        if (settled > 0) {
            stream(writer).add(Arrival.mark(writer.region, settled));
        }
    }

    private List<Arrival> stream(Writer writer) {
        return streams.getOrDefault(writer.region, new ArrayList<>());
    }

    private void receive(Writer to, Writer from) {
        int next = to.received.getOrDefault(from.region, 0);
        if (to != from && next < from.committed.size()) {
            Committed event = from.committed.get(next);
            to.log.merge(event.user(), VersionVector.of(event.dot()), VersionVector::join);
            to.received.put(from.region, next + 1);
            to.position++;
        }
    }

    private static String id(String user, Dot dot) {
        return "user/" + user + "@" + dot;
    }

    Set<String> ids() {
        return seen.keySet();
    }

    /** Which events of its subject its writer had seen. */
    Set<String> seenBy(String id) {
        return seen.getOrDefault(id, Set.of());
    }

    /** Each region's in its order, and of the regions now one and now another. */
    Iterator<Arrival> arrivingAtRandom(Random random) {
        List<Iterator<Arrival>> streamsLeft = new ArrayList<>();
        streams.values().forEach(stream -> streamsLeft.add(stream.iterator()));
        List<Arrival> mixed = new ArrayList<>();
        while (!streamsLeft.isEmpty()) {
            Iterator<Arrival> stream = streamsLeft.get(random.nextInt(streamsLeft.size()));
            if (stream.hasNext()) {
                mixed.add(stream.next());
            } else {
                streamsLeft.remove(stream);
            }
        }
        return mixed.iterator();
    }
}
