package dev.peerage.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.eventhandling.Segment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A log as a view's processor takes it: dealt out to its segments, each of which takes batches of its events, in their
 * order.
 *
 * @param segments their batches, and of each batch the subjects that it touches, each once
 */
record LogBatches(List<List<List<String>>> segments) {

    /** As the processors of views have them. */
    static final int SEGMENTS = 2;

    static final int BATCH = 1_000;

    /** What the directory shows, and what of it is searched. */
    static final Set<String> DIRECTORY = Set.of("user", "group", "membership");

    static final Set<String> SEARCHED = Set.of("user", "group");

    /**
     * The events behind a position.
     *
     * @param types what they may be about; the view passes others by
     */
    static LogBatches after(long position, JdbcClient log, Set<String> types) {
        List<Segment> segments = Segment.splitBalanced(Segment.ROOT_SEGMENT, SEGMENTS - 1);
        List<List<List<String>>> dealt = segments.stream()
                .<List<List<String>>>map(_ -> new ArrayList<>())
                .toList();
        int[] open = new int[SEGMENTS];
        List<Set<String>> touched =
                segments.stream().<Set<String>>map(_ -> new LinkedHashSet<>()).toList();
        log
                .sql("select subject from event where position > :position order by position")
                .param("position", position)
                .query(String.class)
                .list()
                .stream()
                .filter(subject -> types.contains(subject.substring(0, subject.indexOf('/'))))
                .forEach(subject -> {
                    int segment = segments.getFirst().matches(subject) ? 0 : 1;
                    touched.get(segment).add(subject);
                    if (++open[segment] == BATCH) {
                        dealt.get(segment).add(List.copyOf(touched.get(segment)));
                        touched.get(segment).clear();
                        open[segment] = 0;
                    }
                });
        for (int segment = 0; segment < SEGMENTS; segment++) {
            if (open[segment] > 0) {
                dealt.get(segment).add(List.copyOf(touched.get(segment)));
            }
        }
        return new LogBatches(dealt);
    }
}
