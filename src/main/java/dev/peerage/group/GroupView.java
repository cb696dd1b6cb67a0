package dev.peerage.group;

import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Stamp;
import dev.peerage.views.Digest;
import dev.peerage.views.Fingerprint;
import dev.peerage.views.StateTable;
import dev.peerage.views.TableView;
import dev.peerage.views.ViewTables;
import dev.peerage.views.ViewTables.Column;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The groups of the directory view: a row for each, with what lists of memberships need of it beside its state. */
@Component
class GroupView implements TableView<GroupEvent, GroupState> {

    private static final String ROWS =
            "select deleted as hidden, id as key, state::text as content from directory_group";

    private static final List<Column<Map.Entry<String, GroupState>>> COLUMNS = List.of(
            Column.text("name", row -> row.getValue().name().value()),
            Column.text("membership", row -> row.getValue().policy().toString()),
            Column.bool("deleted", row -> row.getValue().deleted()),
            Column.number("conflicts", row -> row.getValue().fields().conflicts()),
            Column.number(
                    "latest",
                    row -> row.getValue()
                            .fields()
                            .latest()
                            .map(HybridTime::value)
                            .orElse(null)),
            Column.text("version", row -> row.getValue().version().toString()),
            Column.json("state", row -> GroupStateJson.write(row.getValue())));

    private final ViewTables tables;
    private final StateTable<GroupState> table;

    GroupView(ViewTables tables) {
        this.tables = tables;
        this.table = new StateTable<>(tables, "directory_group", GroupId.SUBJECT, List.of("id"), COLUMNS);
    }

    @Override
    public String view() {
        return "directory";
    }

    @Override
    public String name() {
        return "groups";
    }

    @Override
    public Class<GroupEvent> events() {
        return GroupEvent.class;
    }

    @Override
    public boolean isAbout(String type) {
        return type.equals(GroupId.TYPE);
    }

    @Override
    public GroupState none() {
        return GroupState.none();
    }

    @Override
    public GroupState fold(GroupState state, GroupEvent event, Stamp stamp) {
        return state.with(event, stamp);
    }

    @Override
    public Map<String, GroupState> load(Collection<String> subjects) {
        List<String> ids = subjects.stream()
                .map(subject -> GroupId.ofSubject(subject).value())
                .toList();
        return tables
                .whereIn(
                        "select id, state from directory_group where id = any(?)",
                        ids,
                        (row, _) -> Map.entry(
                                new GroupId(row.getString(1)).subject(), GroupStateJson.read(row.getString(2))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public StateTable<GroupState> table() {
        return table;
    }

    @Override
    public List<String> tables() {
        return List.of("directory_group");
    }

    @Override
    public Stream<Digest> digests() {
        return tables.digests(ROWS, GroupId.SUBJECT);
    }

    @Override
    public Fingerprint fingerprint() {
        return tables.fingerprint(ROWS);
    }
}
