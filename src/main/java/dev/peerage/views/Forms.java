package dev.peerage.views;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * In which form each view is stored, and in which this release stores it (adr/0025). Nodes of releases that store a view in
 * another form than it is stored in read it, and do not write it.
 */
final class Forms {

    private final SortedMap<String, Integer> own = new TreeMap<>();
    private final ViewTables tables;

    /** @param parts of all views; the form of a view is the sum of its parts', which only count up */
    Forms(Collection<? extends FoldedView<?, ?>> parts, ViewTables tables) {
        parts.forEach(part -> own.merge(part.view(), part.form(), Integer::sum));
        this.tables = tables;
        own.forEach((view, form) -> tables.jdbc()
                .update("insert into view_form (view, form) values (?, ?) on conflict do nothing", view, form));
    }

    /** The form in which this release stores a view, or the next generation of one. */
    int own(String view) {
        return own.getOrDefault(view, 0);
    }

    /** By view, as it is at this moment. */
    Map<String, Integer> stored() {
        Map<String, Integer> stored = new HashMap<>();
        tables.jdbc().query("select view, form from view_form", row -> {
            stored.put(row.getString(1), row.getInt(2));
        });
        return stored;
    }

    /** Whether a processor's view is stored in the form in which this release stores it; a next generation always is. */
    boolean isStored(String processor) {
        return !own.containsKey(processor) || own.get(processor).equals(stored().get(processor));
    }

    /** @throws ViewNotFree if a view is stored in the form of another release */
    void mustBeStored(String view) {
        if (!isStored(view)) {
            throw new ViewNotFree("View %s is written by nodes of another release; this one writes form %d of it"
                    .formatted(view, own(view)));
        }
    }

    /** The views that are stored in an older form than that of this release. */
    Set<String> older() {
        Map<String, Integer> stored = stored();
        return own.keySet().stream()
                .filter(view -> stored.getOrDefault(view, 0) < own(view))
                .collect(Collectors.toSet());
    }

    /** A view is stored in this release's form from now on. Within the transaction that replaces what is stored. */
    void store(String view) {
        tables.jdbc().update("update view_form set form = ? where view = ?", own(view), view);
    }

    /** What nodes offer to do that write a view in a form. */
    static String work(String view, int form) {
        return "%s in form %d".formatted(view, form);
    }
}
