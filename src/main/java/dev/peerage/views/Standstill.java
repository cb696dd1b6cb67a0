package dev.peerage.views;

import dev.peerage.eventstore.Deadline;
import dev.peerage.nodes.Nodes;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Has no node write a view for a moment. Whoever asks for it writes that down and tells the others, who let go of their segments
 * as soon as they have done with a batch. What is done then is done in a transaction that fails if a segment was claimed
 * nevertheless; so a node that has not looked yet can delay it, and no more.
 *
 * <p>If the node dies that has asked for it, the others go on.
 */
final class Standstill {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    /** As long as another node's batch takes, and one that has died is not noticed. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ViewTables tables;
    private final ViewPositions positions;
    private final Nodes nodes;
    private final Set<String> own = ConcurrentHashMap.newKeySet();

    Standstill(ViewTables tables, ViewPositions positions, Nodes nodes) {
        this.tables = tables;
        this.positions = positions;
        this.nodes = nodes;
    }

    /**
     * Does something while no node writes a view.
     *
     * @param work whether it was done; if not, as a node has claimed a segment that had not looked yet, it is tried again
     * @throws ViewNotFree if another node has asked for it, or does not let go of the view in time
     */
    void during(String view, BooleanSupplier work) {
        during(view, () -> true, work);
    }

    /**
     * The same, if need be.
     *
     * @param isNeeded not if another node has just done it, as may be told when that one has ended its own standstill
     */
    void during(String view, BooleanSupplier isNeeded, BooleanSupplier work) {
        Deadline until = Deadline.in(PATIENCE);
        if (!begin(view, until)) {
            throw new ViewNotFree("Another node has stopped view " + view);
        }
        try {
            if (isNeeded.getAsBoolean()) {
                during(view, until, work);
            }
        } finally {
            end(view);
        }
    }

    private void during(String view, Deadline until, BooleanSupplier work) {
        do {
            if (!until.remaining().isPositive() || !comes(view, until)) {
                throw new ViewNotFree("Another node does not let go of view " + view);
            }
        } while (!work.getAsBoolean());
    }

    /** Asks for it. Whether that was granted; not while another node has asked. */
    boolean begin(String view) {
        own.add(view);
        boolean begun = false;
        try {
            begun = tables.jdbc().update("""
                            insert into view_stop (view, node) values (?, ?)
                            on conflict (view) do update set since = now() where view_stop.node = excluded.node
                            """, view, nodes.number()) > 0;
            if (begun && !nodes.isAlone()) {
                nodes.tell();
            }
            return begun;
        } catch (RuntimeException unknown) {
            begun = false;
            throw unknown;
        } finally {
            if (!begun) {
                own.remove(view);
            }
        }
    }

    /** The same, and again until another node is done with it. */
    private boolean begin(String view, Deadline until) {
        while (!begin(view)) {
            if (!isTimeLeft(until)) {
                return false;
            }
        }
        return true;
    }

    /** Waits until no node writes the view. Whether that came in time. */
    boolean comes(String view, Deadline until) {
        while (!positions.areFree(view)) {
            if (!isTimeLeft(until)) {
                return false;
            }
        }
        return true;
    }

    /** After a short while. */
    private static boolean isTimeLeft(Deadline until) {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
        return until.remaining().isPositive();
    }

    /** All go on. */
    void end(String view) {
        try {
            tables.jdbc().update("delete from view_stop where view = ? and node = ?", view, nodes.number());
        } finally {
            own.remove(view);
        }
        if (!nodes.isAlone()) {
            nodes.tell();
        }
    }

    /** The views that other nodes have asked to let go of. */
    Set<String> ofOthers() {
        // what this node could not end when it should have, or nobody will who is gone
        tables.jdbc()
                .update(
                        "delete from view_stop where (node = ? and view <> all(?)) or node not in (select number from node)",
                        nodes.number(),
                        own.toArray(String[]::new));
        return new TreeSet<>(tables.texts("select view from view_stop where node <> ?", nodes.number()));
    }
}
