package dev.peerage.views;

import dev.peerage.nodes.Nodes;
import java.util.List;

/** Which views are being made anew, and by which node: what any of them knows of it, and what is left of one that dies. */
final class RebuildTable {

    private final ViewTables tables;
    private final Nodes nodes;

    RebuildTable(ViewTables tables, Nodes nodes) {
        this.tables = tables;
        this.nodes = nodes;
    }

    /** This node makes a view anew; unless one does already, or has not cleared away yet what it has given up. */
    boolean add(String view) {
        return tables.jdbc().update("""
                        insert into view_rebuild (view, since, node) values (?, now(), ?) on conflict do nothing
                        """, view, nodes.number()) > 0;
    }

    /** Those that any node makes, and that are not to be given up. */
    List<String> all() {
        return tables.texts("select view from view_rebuild where not cancelled order by view");
    }

    /** Whether any node makes it, or has not cleared away yet what it has given up. */
    boolean contains(String view) {
        return !tables.texts("select view from view_rebuild where view = ?", view)
                .isEmpty();
    }

    /** Those that this node makes, and that are not to be given up. */
    List<String> own() {
        return tables.texts(
                "select view from view_rebuild where node = ? and not cancelled order by view", nodes.number());
    }

    boolean isOwn(String view) {
        return !tables.texts("select view from view_rebuild where view = ? and node = ?", view, nodes.number())
                .isEmpty();
    }

    /** Those of this node that are to be given up. */
    List<String> cancelled() {
        return tables.texts("select view from view_rebuild where node = ? and cancelled", nodes.number());
    }

    /** Makes those on that nodes have left which are gone; of several that take them over each gets others. */
    void takeOver() {
        tables.jdbc().update("""
                        update view_rebuild set node = ?
                        where node is null or not exists (select from node n where n.number = view_rebuild.node)
                        """, nodes.number());
    }

    /** It is to be given up, by whichever node makes it, and cannot take over any more. Whether there was one. */
    boolean cancel(String view) {
        boolean cancelled =
                tables.jdbc().update("update view_rebuild set cancelled = true where view = ? and not cancelled", view)
                        > 0;
        if (cancelled && !nodes.isAlone()) {
            nodes.tell();
        }
        return cancelled;
    }

    /** It is done. Within a transaction; false if another node has it by now, or it is to be given up. */
    boolean removeUnlessCancelled(String view) {
        return tables.jdbc()
                        .update(
                                "delete from view_rebuild where view = ? and node = ? and not cancelled",
                                view,
                                nodes.number())
                > 0;
    }

    /** It is given up. Within a transaction; false if another node has it by now. */
    boolean remove(String view) {
        return tables.jdbc().update("delete from view_rebuild where view = ? and node = ?", view, nodes.number()) > 0;
    }
}
