package dev.peerage.views;

import dev.peerage.nodes.Nodes;
import java.util.List;

/** Which views are being made anew, and by which node: what any of them knows of it, and what is left of one that dies. */
final class RebuildTable {

    private final ViewTables tables;
    private final Nodes nodes;
    private final Forms forms;

    RebuildTable(ViewTables tables, Nodes nodes, Forms forms) {
        this.tables = tables;
        this.nodes = nodes;
        this.forms = forms;
    }

    /** This node makes a view anew; unless one does already, or has not cleared away yet what it has given up. */
    boolean add(String view) {
        return tables.jdbc().update("""
                        insert into view_rebuild (view, since, node, form) values (?, now(), ?, ?) on conflict do nothing
                        """, view, nodes.number(), forms.own(view)) > 0;
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

    /**
     * Has those that nodes have left which are gone: makes them on, and gives up those that are made in a form that no node
     * writes. Of several nodes that take them over each gets others.
     */
    void takeOver() {
        record Left(String view, int form) {}
        for (Left left : tables.jdbc().query("""
                select view, form from view_rebuild r where not exists (select from node n where n.number = r.node)
                """, (row, _) -> new Left(row.getString(1), row.getInt(2)))) {
            boolean isOwn = left.form() == forms.own(left.view());
            if (isOwn || !nodes.isOffered(Forms.work(left.view(), left.form()))) {
                tables.jdbc().update("""
                                update view_rebuild r set node = ?, cancelled = cancelled or ?
                                where view = ? and form = ? and not exists (select from node n where n.number = r.node)
                                """, nodes.number(), !isOwn, left.view(), left.form());
            }
        }
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
