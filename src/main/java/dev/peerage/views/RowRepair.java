package dev.peerage.views;

import dev.peerage.eventstore.Subjects;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes single rows anew from the log: of subjects that are stopped, and of those whose rows are wrong. */
final class RowRepair {

    private static final Logger LOG = LoggerFactory.getLogger(RowRepair.class);

    private final List<ViewProcessor> processors;
    private final StoppedSubjects stopped;
    private final Subjects subjects;

    RowRepair(List<ViewProcessor> processors, StoppedSubjects stopped, Subjects subjects) {
        this.processors = List.copyOf(processors);
        this.stopped = stopped;
        this.subjects = subjects;
    }

    /** Tries the stopped subjects of all views again; those that still fail stay stopped. */
    void resumeStopped() {
        for (ViewProcessor processor : processors) {
            for (FoldedStore<?, ?> part : processor.parts()) {
                for (StoppedSubjects.Stopped subject : stopped.of(part.name(), 1_000)) {
                    resume(processor, part, subject.subject());
                }
            }
        }
    }

    private void resume(ViewProcessor processor, FoldedStore<?, ?> part, String subject) {
        try {
            if (part.resume(subject, subjects, processor::mayWriteAll)) {
                LOG.info("{} goes on in {}", subject, part.name());
                tellBehind(part, subject);
            }
        } catch (RuntimeException still) {
            LOG.debug("{} stays stopped in {}", subject, part.name(), still);
        }
    }

    /**
     * Makes a subject's row anew from the log.
     *
     * @return whether that was possible; if not, the subject is stopped, and tried again like others that are
     */
    boolean remake(FoldedStore<?, ?> part, String subject) {
        try {
            remakeAlone(part, subject);
            tellBehind(part, subject);
            return true;
        } catch (RuntimeException failed) {
            LOG.warn("{} cannot be made anew in {}", subject, part.name(), failed);
            return false;
        }
    }

    /** If another node is about to write it, that one tries it again like others that are stopped. */
    private void remakeAlone(FoldedStore<?, ?> part, String subject) {
        ViewProcessor processor = processor(part);
        processor.writeAny(() -> part.remake(subject, subjects, processor::mayWriteAll));
    }

    /** No event tells the views behind that this row has changed. */
    private void tellBehind(FoldedStore<?, ?> changed, String subject) {
        for (ViewProcessor processor : processors) {
            for (FoldedStore<?, ?> part : processor.parts()) {
                if (changed.view().view().equals(part.view().behind())) {
                    remakeIfItDiffers(part, subject);
                }
            }
        }
    }

    private void remakeIfItDiffers(FoldedStore<?, ?> part, String subject) {
        try {
            if (!part.differing(List.of(subject), subjects).isEmpty()) {
                remakeAlone(part, subject);
            }
        } catch (RuntimeException later) {
            LOG.warn("{} is not made anew in {} yet", subject, part.name(), later);
        }
    }

    private ViewProcessor processor(FoldedStore<?, ?> part) {
        return processors.stream()
                .filter(processor -> processor.name().equals(part.view().view()))
                .findFirst()
                .orElseThrow();
    }
}
