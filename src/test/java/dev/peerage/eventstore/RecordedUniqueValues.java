package dev.peerage.eventstore;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down which values commands claim and release, such as {@code username -homer +max}. */
public final class RecordedUniqueValues extends UniqueValues {

    private final List<String> changes = new ArrayList<>();

    @Override
    public void change(String kind, String subject, @Nullable String from, @Nullable String to) {
        super.change(kind, subject, from, to);
        if (from == null ? to != null : !from.equals(to)) {
            changes.add(kind + (from == null ? "" : " -" + from) + (to == null ? "" : " +" + to));
        }
    }

    /** In the order in which they were made. */
    public List<String> changes() {
        return List.copyOf(changes);
    }
}
