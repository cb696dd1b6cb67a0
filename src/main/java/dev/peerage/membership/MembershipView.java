package dev.peerage.membership;

import dev.peerage.kernel.MembershipPolicy;
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

/** The memberships of the directory view: a row for each that ever was, with its reading by either policy. */
@Component
class MembershipView implements TableView<MembershipEvent, MembershipState> {

    private static final String LOAD = """
            select s.subject, m.state
            from unnest(?::text[]) s (subject)
            join directory_membership m
                on m.group_id = split_part(s.subject, '/', 2) and m.user_id = split_part(s.subject, '/', 3)
            """;

    private static final String ROWS = """
            select (g.deleted or u.deleted or not case g.membership when 'remove-wins' then m.remove_wins else m.add_wins end)
                       is not false as hidden,
                   m.group_id || '/' || m.user_id as key,
                   m.state::text as content
            from directory_membership m
            left join directory_group g on g.id = m.group_id
            left join directory_user u on u.id = m.user_id
            """;

    private static final List<Column<Map.Entry<String, MembershipState>>> COLUMNS = List.of(
            Column.bool("add_wins", row -> row.getValue().member(MembershipPolicy.ADD_WINS)),
            Column.bool("remove_wins", row -> row.getValue().member(MembershipPolicy.REMOVE_WINS)),
            Column.text("version", row -> row.getValue().version().toString()),
            Column.json("state", row -> MembershipStateJson.write(row.getValue())));

    private final ViewTables tables;
    private final StateTable<MembershipState> table;

    MembershipView(ViewTables tables) {
        this.tables = tables;
        this.table = new StateTable<>(
                tables, "directory_membership", MembershipId.SUBJECT, List.of("group_id", "user_id"), COLUMNS);
    }

    @Override
    public String view() {
        return "directory";
    }

    @Override
    public String name() {
        return "memberships";
    }

    @Override
    public Class<MembershipEvent> events() {
        return MembershipEvent.class;
    }

    @Override
    public boolean isAbout(String type) {
        return type.equals(MembershipId.TYPE);
    }

    @Override
    public MembershipState none() {
        return MembershipState.none();
    }

    @Override
    public MembershipState fold(MembershipState state, MembershipEvent event, Stamp stamp) {
        return state.with(event, stamp);
    }

    @Override
    public Map<String, MembershipState> load(Collection<String> subjects) {
        return tables
                .whereIn(
                        LOAD,
                        subjects,
                        (row, _) -> Map.entry(row.getString(1), MembershipStateJson.read(row.getString(2))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public StateTable<MembershipState> table() {
        return table;
    }

    @Override
    public List<String> tables() {
        return List.of("directory_membership");
    }

    /** Of its own rows alone: the other parts tell of theirs. */
    @Override
    public Stream<Digest> digests() {
        return tables.digests(
                "select false as hidden, group_id || '/' || user_id as key, state::text as content from directory_membership",
                MembershipId.SUBJECT);
    }

    /** Counts what is shown, as {@link MembershipRows} tells it. */
    @Override
    public Fingerprint fingerprint() {
        return tables.fingerprint(ROWS);
    }
}
