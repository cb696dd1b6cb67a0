package dev.peerage.views;

import dev.peerage.eventstore.Deadline;
import dev.peerage.eventstore.LogEnd;
import dev.peerage.eventstore.Marks;
import dev.peerage.eventstore.WaitingRoom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;

/** All views of this node: started and stopped with it, replayed on request, waited for by readers. */
public class Views implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Views.class);

    static final int PHASE = DEFAULT_PHASE - 8_192;

    private final SequencedMap<String, ViewProcessor> processors = new TreeMap<>();

    /** By subject, whichever view its row is in. */
    private final WaitingRoom<String> waitingForRows;

    /** Those who watch a rebuild may ask once a minute. */
    private static final Duration AS_ASKED = Duration.ofMinutes(5);

    /** How fast next generations move that other nodes make, as it was seen whenever somebody asked. */
    private final Map<String, Rate> madeElsewhere = new ConcurrentHashMap<>();

    private final StoppedSubjects stopped;
    private final LogEnd log;
    private volatile boolean running;

    Views(
            List<ViewProcessor> processors,
            WaitingRoom<String> waitingForRows,
            StoppedSubjects stopped,
            LogEnd log,
            Marks marks) {
        processors.forEach(processor -> this.processors.put(processor.name(), processor));
        this.waitingForRows = waitingForRows;
        this.stopped = stopped;
        this.log = log;
        marks.onMove(() -> processors.forEach(processor -> processor.moves().wakeAll()));
        // the position that one waits for may be where a mark was
        marks.onForget(() -> processors.forEach(processor -> processor.waiting().wakeAll()));
    }

    /** Everything of the log up to this position is in the view. */
    public long position(String view) {
        return processor(view).progress().position();
    }

    /** Nothing of the log behind this position is in the view. */
    public long reached(String view) {
        return processor(view).progress().reached();
    }

    /** Nothing of the log behind this position is in any view. */
    public long reached() {
        return processors.values().stream()
                .mapToLong(processor -> processor.progress().reached())
                .max()
                .orElse(0);
    }

    /**
     * A row as it is shown, from memory if it was read lately and no other node can have written it; never older than the view's
     * table.
     *
     * @param load reads the row; {@code null} if there is none
     */
    public @Nullable Representation representation(
            String view, String subject, Supplier<@Nullable Representation> load) {
        ViewProcessor processor = processor(view);
        return processor.progress().isWhole() ? processor.cache().get(subject, load) : load.get();
    }

    /**
     * Waits until everything of the log up to a position is in a view.
     *
     * @return whether it was in time
     */
    public boolean awaitPosition(String view, long position, Deadline until) {
        ViewProcessor processor = processor(view);
        return processor.waiting().await(position, () -> processor.progress().position() >= position, until);
    }

    /** The same for what is about the log, which all views follow. */
    public boolean awaitPosition(long position, Deadline until) {
        return awaitPosition(processors.firstEntry().getKey(), position, until);
    }

    /**
     * Waits until a condition on a subject's row, or on its events, holds. It is looked at whenever a view has handled events
     * of the subject.
     *
     * @return whether it held in time
     */
    public boolean awaitRow(String subject, BooleanSupplier condition, Deadline until) {
        return waitingForRows.await(subject, condition, until);
    }

    /**
     * Waits until a condition on what a view and the marks of other regions bring holds. It is looked at whenever either has
     * moved on.
     *
     * @return whether it held in time
     */
    public boolean awaitMove(String view, BooleanSupplier condition, Deadline until) {
        return processor(view).moves().await(view, condition, until);
    }

    /** How many threads wait. */
    public int waiting() {
        return processors.values().stream()
                        .mapToInt(processor -> processor.waiting().waiting()
                                + processor.moves().waiting())
                        .sum()
                + waitingForRows.waiting();
    }

    /** How often a view was emptied, to be filled again: what was read before may be gone since. */
    public long replays(String view) {
        return processor(view).progress().replays();
    }

    /** Whether there is a view of that name. */
    public boolean knows(String view) {
        return processors.containsKey(view);
    }

    /** The names of all views. */
    public Set<String> names() {
        return processors.keySet();
    }

    /**
     * Empties a view and fills it from the log again; it is served meanwhile as far as it has come.
     *
     * @throws ViewNotFree if another node has stopped it, or does not let go of it in time
     */
    public void replay(String view) {
        LOG.info("Replaying view {}", view);
        processor(view).replay();
    }

    /** Whether each could be started, which may need more than the database. */
    boolean areStarted() {
        return processors.values().stream().allMatch(ViewProcessor::isStarted);
    }

    /** How each view is doing. */
    public List<ViewStatus> status() {
        return processors.values().stream().map(this::status).toList();
    }

    private ViewStatus status(ViewProcessor processor) {
        long head = log.position();
        boolean replaying =
                processor.progress().isReplaying() && processor.progress().position() < head;
        String state = processor.error().isPresent() ? "failed" : replaying ? "replaying" : "live";
        return status(
                processor.name(),
                state,
                processor,
                processor.rate(),
                processor.progress().position(),
                head);
    }

    /** How the next generation of a view is doing. */
    ViewStatus statusOfNext(String view, ViewProcessor next) {
        return status(view, "rebuilding", next, next.rate(), next.progress().position(), log.position());
    }

    /** The same of one that another node makes, which is at this position. Its rate is known if this was asked in the minutes before. */
    ViewStatus statusOfNext(String view, long position) {
        Rate rate = madeElsewhere.computeIfAbsent(view, _ -> new Rate(AS_ASKED));
        rate.at(position);
        return status(view, "rebuilding", processor(view), rate, position, log.position());
    }

    private ViewStatus status(String view, String state, ViewProcessor processor, Rate speed, long at, long head) {
        long position = Math.min(at, head);
        double rate = speed.perSecond(position);
        Long eta = position >= head
                ? Long.valueOf(0)
                : rate > 0 ? Long.valueOf(Math.round((head - position) / rate)) : null;
        return new ViewStatus(
                view,
                state,
                position,
                head,
                head == 0 ? 1 : (double) position / head,
                Math.round(rate),
                eta,
                processor.error().map(Views::described).orElseGet(() -> stoppedSubjects(processor)));
    }

    /** What it comes down to: that a commit failed tells less than why. */
    private static String described(Throwable error) {
        return NestedExceptionUtils.getMostSpecificCause(error).toString();
    }

    /** Subjects of a view that an error has stopped: their rows stay as they are, though the view has passed their events. */
    public List<String> stopped(String view, int limit) {
        List<String> parts =
                processor(view).parts().stream().map(part -> part.name()).toList();
        return stopped.of(parts, limit).stream()
                .map(StoppedSubjects.Stopped::subject)
                .toList();
    }

    private @Nullable String stoppedSubjects(ViewProcessor processor) {
        long count = processor.parts().stream()
                .mapToLong(part -> stopped.count(part.name()))
                .sum();
        if (count == 0) {
            return null;
        }
        return processor.parts().stream()
                .flatMap(part -> stopped.of(part.name(), 10).stream())
                .map(subject -> subject.subject() + ": " + subject.error())
                .collect(Collectors.joining("; ", count + " stopped: ", ""));
    }

    /** Starts views that could not be started, and fills those anew whose content is gone; what fails is tried the next time. */
    void tend() {
        for (ViewProcessor processor : processors.values()) {
            try {
                processor.tend();
            } catch (RuntimeException still) {
                LOG.debug("View {} is still out of reach", processor.name(), still);
            }
        }
    }

    /** What each part of each view holds, by the part's name. */
    public Map<String, Fingerprint> fingerprints() {
        Map<String, Fingerprint> fingerprints = new TreeMap<>();
        for (ViewProcessor processor : processors.values()) {
            for (FoldedStore<?, ?> part : processor.parts()) {
                fingerprints.put(part.name(), part.view().fingerprint());
            }
        }
        return fingerprints;
    }

    private ViewProcessor processor(String view) {
        ViewProcessor processor = processors.get(view);
        if (processor == null) {
            throw new IllegalArgumentException("no view is named " + view);
        }
        return processor;
    }

    @Override
    public void start() {
        processors.values().forEach(ViewProcessor::startOrLater);
        running = true;
    }

    @Override
    public void stop() {
        processors.values().forEach(ViewProcessor::stop);
        running = false;
    }

    /** Before the web server takes requests, and until it has answered the last one. */
    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
