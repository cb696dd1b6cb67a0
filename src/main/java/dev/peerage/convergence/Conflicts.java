package dev.peerage.convergence;

import dev.peerage.convergence.ConvergentResources.Resource;
import dev.peerage.eventstore.EventName;
import dev.peerage.eventstore.Subjects;
import dev.peerage.kernel.Register;
import dev.peerage.web.Cursor;
import dev.peerage.web.Page;
import dev.peerage.web.PageRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All fields in conflict, in the order of type, id and field: the same list in all regions with the same events. */
@Component
class Conflicts {

    private static final String LIST = "conflicts";

    private final List<ConvergentResources> types;
    private final Subjects log;

    Conflicts(List<ConvergentResources> types, Subjects log) {
        this.types = types.stream()
                .sorted(Comparator.comparing(ConvergentResources::type))
                .toList();
        this.log = log;
    }

    /** A field in conflict, before it is known who wrote it. */
    private record Open(
            String type,
            Resource resource,
            String field,
            List<? extends Register.Sibling<? extends @Nullable Object>> siblings) {

        List<EventName> events() {
            return siblings.stream()
                    .map(sibling -> new EventName(resource.subject(), sibling.dot()))
                    .toList();
        }

        Cursor cursor() {
            return Cursor.of(LIST, type, resource.id(), field);
        }

        Conflict by(Map<EventName, String> actors) {
            List<StampedValue> values = siblings.stream()
                    .map(sibling -> StampedValue.of(resource.subject(), sibling, actors))
                    .toList();
            return new Conflict(type, resource.id(), field, values.getFirst(), values.subList(1, values.size()));
        }
    }

    Page<Conflict> page(PageRequest request) {
        List<String> after = request.after(LIST).orElse(List.of("", "", ""));
        if (after.size() != 3) {
            throw Cursor.malformed();
        }
        Page<Open> page = Page.of(request, find(after, request.limit() + 1), Open::cursor);
        Map<EventName, String> actors = log.actors(
                page.items().stream().flatMap(open -> open.events().stream()).toList());
        return page.map(open -> open.by(actors));
    }

    private List<Open> find(List<String> after, int most) {
        List<Open> found = new ArrayList<>();
        for (ConvergentResources type : types) {
            int order = type.type().compareTo(after.getFirst());
            if (order >= 0 && found.size() < most) {
                String fromId = order == 0 ? after.get(1) : "";
                // each has a field in conflict, and the first one's may all have been on the page before
                for (Resource resource : type.inConflict(fromId, most - found.size() + 1)) {
                    boolean begun = order == 0 && resource.id().equals(fromId);
                    found.addAll(open(type.type(), resource, begun ? after.get(2) : ""));
                }
            }
        }
        return found.subList(0, Math.min(found.size(), most));
    }

    private static List<Open> open(String type, Resource resource, String afterField) {
        List<Open> open = new ArrayList<>();
        new TreeMap<>(resource.fields().registers()).tailMap(afterField, false).forEach((field, register) -> {
            if (!register.conflicts().isEmpty()) {
                open.add(new Open(type, resource, field, register.siblings()));
            }
        });
        return open;
    }
}
