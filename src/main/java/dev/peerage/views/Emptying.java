package dev.peerage.views;

import java.util.List;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties a view, so that it follows the log from the beginning: while no node writes it, which all are asked for, and only if
 * it is stored in the form of this release.
 */
final class Emptying {

    private static final Logger LOG = LoggerFactory.getLogger(Emptying.class);

    private final String view;
    private final List<FoldedStore<?, ?>> parts;
    private final TransactionManager transactions;
    private final Runnable onDisk;
    private final ViewPositions positions;
    private final Standstill standstill;
    private final Forms forms;

    /** @param onDisk returns when what was committed before is on the disk */
    Emptying(
            String view,
            List<FoldedStore<?, ?>> parts,
            TransactionManager transactions,
            Runnable onDisk,
            ViewPositions positions,
            Standstill standstill,
            Forms forms) {
        this.view = view;
        this.parts = parts;
        this.transactions = transactions;
        this.onDisk = onDisk;
        this.positions = positions;
        this.standstill = standstill;
        this.forms = forms;
    }

    /**
     * Whether what the view has stored is gone. What is stored in another form is there for others.
     *
     * @throws RuntimeException if that cannot be told, as it may be elsewhere than the database
     */
    boolean isMissing() {
        // asked first, so that what is elsewhere is opened
        boolean isThere = parts.stream().allMatch(part -> part.view().isThere());
        return !isThere && forms.isStored(view);
    }

    /**
     * Has a view filled anew that is missing, unless another node has just done so.
     *
     * @param processor of the view; it does not run
     * @throws ViewNotFree as {@link #empty} does
     */
    void emptyMissing(TrackingEventProcessor processor) {
        LOG.info("What view {} had stored is not there: it is filled from the log", view);
        standstill.during(view, this::isMissing, () -> isEmptied(processor));
    }

    /**
     * @param processor of the view; it does not run
     * @throws ViewNotFree if another node has stopped the view, or does not let go of it in time; or the view is
     *     stored in the form of another release
     */
    void empty(TrackingEventProcessor processor) {
        standstill.during(view, () -> isEmptied(processor));
    }

    /** Not if a segment was claimed that another node has. */
    private boolean isEmptied(TrackingEventProcessor processor) {
        forms.mustBeStored(view);
        try {
            emptyAtStandstill(processor);
            return true;
        } catch (UnableToClaimTokenException _) {
            return false;
        }
    }

    /** What was claimed to do so is another node's from now on, perhaps. */
    private void emptyAtStandstill(TrackingEventProcessor processor) {
        Transaction emptying = transactions.startTransaction();
        try {
            processor.resetTokens();
            positions.free(view);
            positions.emptied(view);
            emptying.commit();
        } catch (RuntimeException failed) {
            emptying.rollback();
            throw failed;
        }
        onDisk.run();
        parts.forEach(part -> part.view().cleared());
    }
}
