package dev.peerage.views;

import dev.peerage.kernel.Stamp;
import dev.peerage.views.ViewTables.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/** A row for each thing: the values it was set to, in their order, separated by spaces. Fails when it is told to. */
final class ThingView implements TableView<ThingEvent, List<String>> {

    /** A value that the table refuses. */
    static final String UNSTORABLE = "unstorable";

    private static final List<Column<Map.Entry<String, List<String>>>> COLUMNS =
            List.of(Column.text("content", row -> String.join(" ", row.getValue())));

    private static final List<Column<Map.Entry<String, List<String>>>> WITH_LABEL = List.of(
            COLUMNS.getFirst(),
            Column.text("label", row -> row.getValue().getLast().toUpperCase(Locale.ROOT)));

    private final ViewTables tables;
    private final int form;
    private final StateTable<List<String>> table;
    private final Set<String> unfoldable = ConcurrentHashMap.newKeySet();
    private final Set<String> unwritable = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Runnable> afterStoring = new AtomicReference<>();
    private final AtomicReference<@Nullable Runnable> beforeClearing = new AtomicReference<>();
    private final AtomicReference<Supplier<Collection<String>>> resting = new AtomicReference<>(List::of);
    private final AtomicReference<BooleanSupplier> there = new AtomicReference<>(() -> true);
    private final AtomicInteger stores = new AtomicInteger();

    /** @param form 2 stores the last value as a label, too */
    ThingView(ViewTables tables, int form) {
        this.tables = tables;
        this.form = form;
        this.table = new StateTable<>(tables, "thing", "", List.of("subject"), form == 1 ? COLUMNS : WITH_LABEL);
        tables.jdbc().execute("""
                create table if not exists thing (
                    subject text primary key,
                    content text not null constraint storable check (content not like '%unstorable%'),
                    label   text
                )""");
    }

    @Override
    public int form() {
        return form;
    }

    /** From now on, folding this value throws; {@link #repair} ends it. */
    void cannotFold(String value) {
        unfoldable.add(value);
    }

    /** From now on, making a row of a thing with this value throws, before the database is asked. */
    void cannotWrite(String value) {
        unwritable.add(value);
    }

    void repair() {
        unfoldable.clear();
        unwritable.clear();
    }

    /** From now on, who rests on what has changed is told by this. */
    void resting(Supplier<Collection<String>> subjects) {
        resting.set(subjects);
    }

    /** What happens once, when rows have been written and their transaction has not ended. */
    void afterStoring(Runnable happening) {
        afterStoring.set(happening);
    }

    /** Holds up whoever writes rows next, until it is let go. */
    CountDownLatch holdUp() {
        CountDownLatch held = new CountDownLatch(1);
        afterStoring(() -> {
            try {
                held.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        return held;
    }

    /** From now on, whether what was stored is there is told by this, until the view has been emptied. */
    void there(BooleanSupplier answer) {
        there.set(answer);
    }

    int stores() {
        return stores.get();
    }

    /** What is in the row, as someone else sees it; {@code null} if there is none. */
    @Nullable
    String row(String thing) {
        return rows().get("thing/" + thing);
    }

    /** What a row has of form 2. */
    @Nullable
    String label(String thing) {
        return tables.texts("select label from thing where subject = ?", "thing/" + thing)
                .getFirst();
    }

    Map<String, String> rows() {
        return tables
                .jdbc()
                .query("select subject, content from thing", (row, _) -> Map.entry(row.getString(1), row.getString(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public String view() {
        return "shelf";
    }

    @Override
    public String name() {
        return "things";
    }

    @Override
    public Class<ThingEvent> events() {
        return ThingEvent.class;
    }

    @Override
    public List<String> none() {
        return List.of();
    }

    @Override
    public List<String> fold(List<String> state, ThingEvent event, Stamp stamp) {
        String value = event.value();
        if (unfoldable.contains(value)) {
            throw new IllegalStateException("cannot fold " + value);
        }
        if (state.contains(value)) {
            return state;
        }
        List<String> folded = new ArrayList<>(state);
        folded.add(value);
        return folded;
    }

    @Override
    public Map<String, List<String>> load(Collection<String> subjects) {
        return tables
                .whereIn("select subject, content from thing where subject = any(?)", subjects, (row, _) -> {
                    if (row.getString(2).equals("corrupt")) {
                        throw new IllegalStateException("cannot read the row");
                    }
                    return Map.entry(row.getString(1), List.of(row.getString(2).split(" ")));
                })
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public void store(Map<String, List<String>> states) {
        stores.incrementAndGet();
        mustBeInReach();
        if (states.values().stream().flatMap(List::stream).anyMatch(unwritable::contains)) {
            throw new IllegalArgumentException("cannot make a row");
        }
        table.store(states);
        Runnable happening = afterStoring.getAndSet(null);
        if (happening != null) {
            happening.run();
        }
    }

    private void mustBeInReach() {
        try {
            isThere();
        } catch (IllegalStateException e) {
            throw new DataAccessResourceFailureException("cannot be written", e);
        }
    }

    @Override
    public StateTable<List<String>> table() {
        return table;
    }

    @Override
    public Collection<String> dependents(Map<String, List<String>> before, Map<String, List<String>> after) {
        return resting.get().get();
    }

    /** What happens once, before the rows are removed, within the same transaction. */
    void beforeClearing(Runnable happening) {
        beforeClearing.set(happening);
    }

    @Override
    public void clear() {
        Runnable happening = beforeClearing.getAndSet(null);
        if (happening != null) {
            happening.run();
        }
        tables.jdbc().execute("truncate thing");
    }

    @Override
    public boolean isThere() {
        return there.get().getAsBoolean();
    }

    @Override
    public void cleared() {
        there.set(() -> true);
    }

    @Override
    public List<String> tables() {
        return List.of("thing");
    }

    @Override
    public Stream<Digest> digests() {
        return tables.digests("select false as hidden, subject as key, content from thing", "");
    }

    @Override
    public Fingerprint fingerprint() {
        return tables.fingerprint("select false as hidden, subject as key, content from thing");
    }
}
