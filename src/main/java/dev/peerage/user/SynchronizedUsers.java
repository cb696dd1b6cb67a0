package dev.peerage.user;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.StampedEvent;
import dev.peerage.eventstore.Subjects;
import dev.peerage.sync.SynchronizedResources;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** Users, as consumers keep a copy of them. */
@Component
@Order(1)
class SynchronizedUsers implements SynchronizedResources {

    private final UserRows rows;
    private final Subjects subjects;

    SynchronizedUsers(UserRows rows, Subjects subjects) {
        this.rows = rows;
        this.subjects = subjects;
    }

    @Override
    public String type() {
        return "user";
    }

    @Override
    public List<Shown> after(String id, int limit) {
        return limit == 0
                ? List.of()
                : rows.findByDeletedFalseAndIdGreaterThanOrderById(id, Limit.of(limit)).stream()
                        .map(row -> new Shown(row.id(), UserResource.of(row)))
                        .toList();
    }

    @Override
    public Map<String, Object> shown(Collection<String> ids) {
        return rows.findByDeletedFalseAndIdIn(ids).stream().collect(Collectors.toMap(UserRow::id, UserResource::of));
    }

    /**
     * Those who show what another one has ever claimed: when that one's claim changes, they may be contested, or be so no
     * longer. They are few, so all are given.
     */
    @Override
    public List<Affected> affected(List<StampedEvent<DomainEvent>> events, String after, int limit) {
        Map<String, List<Integer>> claiming = new LinkedHashMap<>();
        for (int i = 0; i < events.size(); i++) {
            DomainEvent event = events.get(i).event();
            if (event instanceof UserUsernameSet || event instanceof UserEmailSet || event instanceof UserDeleted) {
                claiming.computeIfAbsent(event.subject(), _ -> new ArrayList<>())
                        .add(i);
            }
        }
        List<Affected> affected = new ArrayList<>();
        others(claiming.keySet()).forEach((subject, others) -> {
            for (int event : claiming.getOrDefault(subject, List.of())) {
                (event == 0 ? others.tailSet(after + '\0') : others)
                        .forEach(other -> affected.add(new Affected(event, other)));
            }
        });
        affected.sort(Comparator.comparingInt(Affected::event).thenComparing(Affected::id));
        return affected;
    }

    /** By subject, the ids of others who show a value that it has ever claimed. */
    private Map<String, SortedSet<String>> others(Set<String> claimants) {
        Map<String, Set<String>> byUsername = new HashMap<>();
        Map<String, Set<String>> byEmail = new HashMap<>();
        subjects.histories(claimants, UserEvent.class)
                .forEach((subject, history) -> history.forEach(past -> {
                    if (past.event() instanceof UserUsernameSet set) {
                        claims(byUsername, set.username(), subject);
                    } else if (past.event() instanceof UserEmailSet set) {
                        claims(byEmail, set.email(), subject);
                    }
                }));
        Map<String, SortedSet<String>> others = new HashMap<>();
        if (!byUsername.isEmpty()) {
            add(others, byUsername, rows.whoShowUsernames(byUsername.keySet()));
        }
        if (!byEmail.isEmpty()) {
            add(others, byEmail, rows.whoShowEmails(byEmail.keySet()));
        }
        return others;
    }

    private static void claims(Map<String, Set<String>> claimants, @Nullable String value, String subject) {
        if (value != null) {
            claimants
                    .computeIfAbsent(UniqueForm.ofAny(value), _ -> new TreeSet<>())
                    .add(subject);
        }
    }

    private static void add(
            Map<String, SortedSet<String>> others, Map<String, Set<String>> claimants, List<Showing> showing) {
        for (Showing each : showing) {
            String subject = new UserId(each.id()).subject();
            for (String claimant : claimants.getOrDefault(each.value(), Set.of())) {
                if (!claimant.equals(subject)) {
                    others.computeIfAbsent(claimant, _ -> new TreeSet<>()).add(each.id());
                }
            }
        }
    }

    /** Who shows a value, in the form in which values are compared. */
    record Showing(String id, String value) {}
}
