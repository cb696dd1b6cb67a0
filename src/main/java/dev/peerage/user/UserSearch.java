package dev.peerage.user;

import dev.peerage.consistency.Freshness;
import dev.peerage.consistency.Reads;
import dev.peerage.search.Criteria;
import dev.peerage.search.Search;
import dev.peerage.search.Within;
import dev.peerage.text.Text;
import dev.peerage.web.Page;
import dev.peerage.web.PageRequest;
import dev.peerage.web.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Users as they are searched for: found in the index, and shown as the directory view has them by now. */
@Component
class UserSearch {

    private final Search search;
    private final UserRows rows;
    private final UsersOfGroups groups;
    private final Reads reads;

    UserSearch(Search search, UserRows rows, UsersOfGroups groups, Reads reads) {
        this.search = search;
        this.rows = rows;
        this.groups = groups;
        this.reads = reads;
    }

    /** @throws Problem 400 that names the parameter that cannot be read, 503 if the view is behind or cannot be searched */
    ResponseEntity<Page<UserResource>> found(
            @Nullable String q,
            @Nullable String active,
            @Nullable String group,
            @Nullable String sort,
            PageRequest page,
            Freshness freshness) {
        Criteria criteria =
                Criteria.all(SearchedUsers.TYPE).matching(q).active(active).sort(sort);
        Criteria among = group == null ? criteria : criteria.within(checked(group), new Members(group));
        return reads.found(Search.VIEW, UserController.VIEW, freshness, () -> search.page(among, page, this::shown));
    }

    private static String checked(String group) {
        try {
            return Text.identifier(group);
        } catch (IllegalArgumentException invalid) {
            throw Problem.invalid("group", String.valueOf(invalid.getMessage()));
        }
    }

    private Map<String, UserResource> shown(List<String> ids) {
        return rows.findByDeletedFalseAndIdIn(ids).stream().collect(Collectors.toMap(UserRow::id, UserResource::of));
    }

    private final class Members implements Within {

        private final String group;

        Members(String group) {
            this.group = group;
        }

        @Override
        public Optional<Set<String>> all(int most) {
            List<String> members = groups.in(group, most + 1);
            return members.size() > most ? Optional.empty() : Optional.of(Set.copyOf(members));
        }

        @Override
        public Set<String> of(Collection<String> ids) {
            return groups.in(group, ids);
        }
    }
}
