package dev.peerage.user;

import dev.peerage.search.Searched;
import dev.peerage.search.SearchedResources;
import dev.peerage.views.ViewTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What users are found by: their usernames and emails, their names, and what their attributes say. */
@Component
class SearchedUsers implements SearchedResources {

    static final String TYPE = UserId.TYPE;

    private final ViewTables tables;

    SearchedUsers(ViewTables tables) {
        this.tables = tables;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Map<String, Searched> shown(Collection<String> ids) {
        return tables.mapWhereIn(
                "select id, state from directory_user where id = any(?) and not deleted",
                ids,
                state -> searched(UserStateJson.read(state)));
    }

    private static Searched searched(UserState state) {
        String username = state.username().value();
        String email = state.email().value();
        String mailbox = email == null ? null : email.substring(0, email.lastIndexOf('@'));
        List<String> texts = new ArrayList<>(state.shownAttributes().values());
        if (email != null) {
            texts.add(email);
        }
        return new Searched(
                present(username, email),
                state.name().value(),
                // most people share what follows the @ with most others
                present(username, mailbox),
                texts,
                state.shownActive(),
                state.created() == null ? null : state.created().instant());
    }

    private static List<String> present(@Nullable String... values) {
        return Stream.of(values).filter(Objects::nonNull).toList();
    }
}
