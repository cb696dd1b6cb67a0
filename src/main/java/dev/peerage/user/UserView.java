package dev.peerage.user;

import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The users of the directory view: a row for each, with what it is looked up by beside its state. */
@Component
class UserView implements TableView<UserEvent, UserState> {

    private static final String ROWS =
            "select deleted as hidden, id as key, state::text as content from directory_user";

    private static final List<Column<Map.Entry<String, UserState>>> COLUMNS = List.of(
            Column.text("username", row -> row.getValue().username().value()),
            Column.text("username_key", row -> UniqueField.USERNAME.key(row.getValue())),
            Column.number("username_time", row -> time(claim(row, UniqueField.USERNAME))),
            Column.text("username_region", row -> region(claim(row, UniqueField.USERNAME))),
            Column.text("name", row -> row.getValue().name().value()),
            Column.text("email", row -> row.getValue().email().value()),
            Column.text("email_key", row -> UniqueField.EMAIL.key(row.getValue())),
            Column.number("email_time", row -> time(claim(row, UniqueField.EMAIL))),
            Column.text("email_region", row -> region(claim(row, UniqueField.EMAIL))),
            Column.bool("active", row -> row.getValue().shownActive()),
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
            Column.json("state", row -> UserStateJson.write(row.getValue())));

    private final ViewTables tables;
    private final StateTable<UserState> table;
    private final Region here;

    UserView(ViewTables tables, Region here) {
        this.tables = tables;
        this.table = new StateTable<>(tables, "directory_user", UserId.SUBJECT, List.of("id"), COLUMNS);
        this.here = here;
    }

    private static @Nullable Claim claim(Map.Entry<String, UserState> row, UniqueField field) {
        return row.getValue().exists() ? field.claim(UserId.ofSubject(row.getKey()), row.getValue()) : null;
    }

    private static @Nullable Long time(@Nullable Claim claim) {
        return claim == null ? null : claim.time().value();
    }

    private static @Nullable String region(@Nullable Claim claim) {
        return claim == null ? null : claim.region().name();
    }

    @Override
    public String view() {
        return "directory";
    }

    @Override
    public String name() {
        return "users";
    }

    @Override
    public Class<UserEvent> events() {
        return UserEvent.class;
    }

    @Override
    public boolean isAbout(String type) {
        return type.equals(UserId.TYPE);
    }

    @Override
    public UserState none() {
        return UserState.none();
    }

    @Override
    public UserState fold(UserState state, UserEvent event, Stamp stamp) {
        return state.with(event, stamp);
    }

    @Override
    public Map<String, UserState> load(Collection<String> subjects) {
        List<String> ids = subjects.stream()
                .map(subject -> UserId.ofSubject(subject).value())
                .toList();
        return tables
                .whereIn(
                        "select id, state from directory_user where id = any(?)",
                        ids,
                        (row, _) ->
                                Map.entry(new UserId(row.getString(1)).subject(), UserStateJson.read(row.getString(2))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public StateTable<UserState> table() {
        return table;
    }

    @Override
    public void stored(Map<String, UserState> before, Map<String, UserState> after) {
        new SharedValues(before, after).keepElsewhere(tables.jdbc(), here);
    }

    @Override
    public Collection<String> dependents(Map<String, UserState> before, Map<String, UserState> after) {
        return new SharedValues(before, after).others(tables.jdbc());
    }

    @Override
    public List<String> tables() {
        return List.of("directory_user", "unique_value_elsewhere");
    }

    @Override
    public Stream<Digest> digests() {
        return tables.digests(ROWS, UserId.SUBJECT);
    }

    @Override
    public Fingerprint fingerprint() {
        return tables.fingerprint(ROWS);
    }
}
