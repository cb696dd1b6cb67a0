package dev.peerage.views;

import dev.peerage.views.ViewTables.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table with a row for each subject. Its key is what the subject says, all other columns follow from the subject's state:
 * what is written, and what has to be there, is told once.
 */
public final class StateTable<S> {

    private final ViewTables tables;
    private final String name;
    private final String subjects;
    private final List<Column<String>> key;
    private final List<Column<Map.Entry<String, S>>> columns;
    private final List<Column<Map.Entry<String, S>>> derived;
    private final String store;
    private final String compare;

    /**
     * A table.
     *
     * @param subjects what its subjects begin with; behind it comes the key, by slashes if it has several columns
     * @param derived all columns but the key's
     */
    public StateTable(
            ViewTables tables,
            String name,
            String subjects,
            List<String> key,
            List<Column<Map.Entry<String, S>>> derived) {
        this.tables = tables;
        this.name = name;
        this.subjects = subjects;
        this.key = IntStream.range(0, key.size())
                .mapToObj(i -> Column.<String>text(key.get(i), subject -> keyOf(subject)[i]))
                .toList();
        this.derived = derived;
        this.columns = Stream.concat(
                        this.key.stream().map(column -> column.of(Map.Entry<String, S>::getKey)), derived.stream())
                .toList();
        this.store = storing();
        this.compare = comparing();
    }

    /** Of what is no subject of this table, a key that no row has. */
    private String[] keyOf(String subject) {
        String values = subject.startsWith(subjects) ? subject.substring(subjects.length()) : "";
        String[] given = values.split("/", key.size());
        String[] whole = new String[key.size()];
        Arrays.setAll(whole, i -> i < given.length ? given[i] : "");
        return whole;
    }

    /** For each column its name, its type or the one of parameters, in some words. */
    private static <T> String each(Collection<Column<T>> columns, String words, String delimiter) {
        return columns.stream()
                .map(column -> words.replace("NAME", column.name())
                        .replace("PARAMETER", column.parameter())
                        .replace("TYPE", column.type()))
                .collect(Collectors.joining(delimiter));
    }

    private String storing() {
        return """
                insert into %s (%s) select %s from unnest(%s) r (%2$s)
                on conflict (%5$s) do update set %6$s
                """.formatted(
                        name,
                        each(columns, "NAME", ", "),
                        each(columns, "r.NAME::TYPE", ", "),
                        each(columns, "?::PARAMETER[]", ", "),
                        each(key, "NAME", ", "),
                        each(derived, "NAME = excluded.NAME", ", "));
    }

    private String comparing() {
        List<Column<Map.Entry<String, S>>> plain =
                derived.stream().filter(column -> !column.isJson()).toList();
        return """
                select r.of_subject,
                       case when not is_there then '%s' when not is_expected then '%s' else concat_ws(', ', %s) end
                from unnest(?::text[], ?::boolean[], %s) r (of_subject, is_expected, %s)
                left join %s t on %s
                cross join lateral (select t.%s is not null) there (is_there)
                where is_there <> is_expected or is_there and (%s) is distinct from (%s)
                """.formatted(
                        Difference.MISSING,
                        Difference.SURPLUS,
                        each(plain, "case when t.NAME is distinct from r.NAME then 'NAME' end", ", "),
                        each(columns, "?::PARAMETER[]", ", "),
                        each(columns, "NAME", ", "),
                        name,
                        each(key, "t.NAME = r.NAME", " and "),
                        key.getFirst().name(),
                        each(plain, "t.NAME", ", "),
                        each(plain, "r.NAME", ", "));
    }

    /** Writes rows, new ones or over old ones. */
    public void store(Map<String, S> states) {
        tables.writeAll(store, states.entrySet(), columns);
    }

    /** Removes rows. */
    public void remove(Collection<String> gone) {
        tables.writeAll(
                "delete from %s t using unnest(%s) r (%s) where %s"
                        .formatted(
                                name,
                                each(key, "?::PARAMETER[]", ", "),
                                each(key, "NAME", ", "),
                                each(key, "t.NAME = r.NAME", " and ")),
                gone,
                key);
    }

    /** Removes all rows. */
    public void clear() {
        tables.jdbc().update("delete from " + name);
    }

    /** The subjects of the first rows behind a subject, in the order of their keys. */
    public List<String> subjectsAfter(String subject, int limit) {
        List<Object> parameters = new ArrayList<>(List.of(keyOf(subject)));
        parameters.add(limit);
        return tables
                .texts(
                        "select %s from %s where (%s) > (%s) order by %3$s limit ?"
                                .formatted(
                                        each(key, "NAME", " || '/' || "),
                                        name,
                                        each(key, "NAME", ", "),
                                        each(key, "?", ", ")),
                        parameters.toArray())
                .stream()
                .map(found -> subjects + found)
                .toList();
    }

    /**
     * In what rows are other than their states say; see {@link FoldedView#differing}. JSON is compared by what it is read as,
     * since an earlier release may have written it in another way.
     *
     * @param none the state of those who are to have no row
     * @param load reads states from rows
     */
    public Map<String, String> differing(
            Map<String, S> states, S none, Function<Collection<String>, Map<String, S>> load) {
        List<Column<Map.Entry<String, S>>> compared = new ArrayList<>();
        compared.add(Column.text("of_subject", Map.Entry::getKey));
        compared.add(Column.bool("is_expected", row -> !row.getValue().equals(none)));
        compared.addAll(columns);
        Map<String, String> differing = new TreeMap<>(tables.pairs(compare, states.entrySet(), compared));
        derived.stream().filter(Column::isJson).forEach(json -> {
            Map<String, S> expected = new TreeMap<>(states);
            expected.values().removeIf(none::equals);
            load.apply(expected.keySet()).forEach((subject, stored) -> {
                if (!stored.equals(expected.get(subject))) {
                    differing.merge(subject, json.name(), (others, state) -> others + ", " + state);
                }
            });
        });
        return differing;
    }
}
