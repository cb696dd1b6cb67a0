package dev.peerage.views;

import dev.peerage.eventstore.Subjects;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The check of one view against the log, a sample at a time (adr/0024). What differs is suspect, and looked at again with the
 * next sample; if it still does, and no event can be the reason, it is told.
 */
final class Verification {

    private static final Logger LOG = LoggerFactory.getLogger(Verification.class);

    /** With so many differences the walk stops, until they are mended. */
    static final int MOST = 1_000;

    /** A batch that had begun before writes a wrong row once more, and not often again. */
    private static final int TRIES = 3;

    private final ViewProcessor processor;
    private final @Nullable ViewProcessor ahead;
    private final RowRepair repair;
    private final Subjects log;
    private final Walk walk;
    private final Set<String> suspects = new LinkedHashSet<>();
    private final Map<String, Difference> differences = new LinkedHashMap<>();
    private Instant roundBegan = Instant.now();
    private volatile VerificationStatus status;

    /** @param ahead the view that this one reads, if it reads one */
    Verification(ViewProcessor processor, @Nullable ViewProcessor ahead, RowRepair repair, Subjects log) {
        this.processor = processor;
        this.ahead = ahead;
        this.repair = repair;
        this.log = log;
        this.walk = new Walk(log, processor.parts());
        this.status = new VerificationStatus(processor.name(), 0, null, null, List.of());
    }

    VerificationStatus status() {
        return status;
    }

    /** What has to be as it should be for this one to be looked at. */
    Stream<String> restsOn() {
        return Stream.concat(Stream.of(processor), Stream.ofNullable(ahead)).map(ViewProcessor::name);
    }

    /**
     * What rows are other than the log says.
     *
     * @param open those of them that an event may be the reason of, which the view has not handled yet
     */
    private record Look(Map<String, Difference> differing, Set<String> open) {

        Map<String, Difference> certain() {
            Map<String, Difference> certain = new LinkedHashMap<>(differing);
            certain.keySet().removeAll(open);
            return certain;
        }
    }

    /** The position is taken first: what has no event behind it then, and is read later, is of all of its events. */
    private Look look(Collection<String> subjects) {
        long position = position();
        long replays = replays();
        Instant now = Instant.now();
        Map<String, Difference> differing = new LinkedHashMap<>();
        for (FoldedStore<?, ?> part : processor.parts()) {
            part.differing(subjects, log)
                    .forEach(
                            (subject, what) -> differing.put(subject, new Difference(part.name(), subject, what, now)));
        }
        boolean emptied = replays() != replays;
        return new Look(differing, emptied ? differing.keySet() : log.changedAfter(position, differing.keySet()));
    }

    private long position() {
        return ahead == null
                ? processor.progress().position()
                : Math.min(processor.progress().position(), ahead.progress().position());
    }

    private long replays() {
        return processor.progress().replays()
                + (ahead == null ? 0 : ahead.progress().replays());
    }

    /**
     * Looks at as many subjects, of which those come first that were suspect; and at those that are known to differ.
     *
     * @throws org.springframework.dao.DataAccessException if that is not possible now
     */
    synchronized void step(int sample) {
        boolean goesOn = differences.size() < MOST && suspects.size() < sample;
        List<String> next = goesOn ? walk.next(sample - suspects.size()) : List.of();
        Set<String> all = new LinkedHashSet<>(suspects);
        all.addAll(differences.keySet());
        all.addAll(next);
        Look look = look(all);
        Map<String, Difference> certain = look.certain();
        certain.keySet().removeIf(subject -> !suspects.contains(subject));
        suspects.clear();
        suspects.addAll(look.differing().keySet());
        update(all, look, certain);
        suspects.removeAll(differences.keySet());
        status = status.with(next.size(), differences.values());
        if (goesOn && walk.isAtBeginning()) {
            Instant now = Instant.now();
            status = status.after(now, Duration.between(roundBegan, now));
            roundBegan = now;
        }
    }

    /** @param certain what differs for certain */
    private void update(Collection<String> looked, Look look, Map<String, Difference> certain) {
        differences
                .keySet()
                .removeIf(
                        subject -> looked.contains(subject) && !look.differing().containsKey(subject));
        certain.forEach((subject, difference) -> {
            if (differences.putIfAbsent(subject, difference) == null) {
                LOG.warn(
                        "View {} is not what the log says of {} in {}: {}",
                        processor.name(),
                        subject,
                        difference.part(),
                        difference.what());
            }
        });
    }

    /** Looks at those that are known to differ, and makes those anew that do. */
    synchronized Mending mend() {
        return mend(Set.copyOf(differences.keySet()));
    }

    /**
     * Looks at subjects, and makes those anew that differ from the log for certain. One that cannot be made anew is stopped.
     */
    synchronized Mending mend(Set<String> subjects) {
        Set<String> mended = new TreeSet<>();
        Look look = look(subjects);
        for (int tries = 0; tries < TRIES && !look.certain().isEmpty(); tries++) {
            look.certain().forEach((subject, difference) -> {
                if (repair.remake(part(difference), subject)) {
                    mended.add(subject);
                } else {
                    mended.remove(subject);
                }
            });
            look = look(subjects);
        }
        mended.removeAll(look.differing().keySet());
        if (!mended.isEmpty()) {
            LOG.info("Made anew in view {}: {}", processor.name(), mended);
        }
        update(subjects, look, look.certain());
        status = status.with(0, differences.values());
        return new Mending(List.copyOf(mended), status.items());
    }

    private FoldedStore<?, ?> part(Difference difference) {
        return processor.parts().stream()
                .filter(part -> part.name().equals(difference.part()))
                .findFirst()
                .orElseThrow();
    }
}
