package dev.peerage.group;

import dev.peerage.search.Searched;
import dev.peerage.search.SearchedResources;
import dev.peerage.views.ViewTables;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What groups are found by: their names and descriptions. */
@Component
class SearchedGroups implements SearchedResources {

    static final String TYPE = GroupId.TYPE;

    private final ViewTables tables;

    SearchedGroups(ViewTables tables) {
        this.tables = tables;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Map<String, Searched> shown(Collection<String> ids) {
        return tables.mapWhereIn(
                "select id, state from directory_group where id = any(?) and not deleted",
                ids,
                state -> searched(GroupStateJson.read(state)));
    }

    private static Searched searched(GroupState state) {
        String description = state.description().value();
        return new Searched(
                List.of(),
                state.name().value(),
                List.of(),
                description == null ? List.of() : List.of(description),
                true,
                state.created() == null ? null : state.created().instant());
    }
}
