package dev.peerage.audit;

import dev.peerage.eventstore.EventFilter;
import dev.peerage.feed.PublicEventTypes;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.text.Text;
import dev.peerage.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads from a request's query which events are asked for. */
final class AuditQuery {

    static final List<String> PARAMETERS = List.of("subject", "actor", "type", "region", "from", "to");

    private static final int LONGEST_ACTOR = 64;

    private final List<AuditedResource<?, ?>> resources;
    private final PublicEventTypes types;

    AuditQuery(List<AuditedResource<?, ?>> resources, PublicEventTypes types) {
        this.resources = resources;
        this.types = types;
    }

    /** @throws Problem 400 that names the first parameter that cannot be read, or is given more than once */
    AuditFilter of(HttpServletRequest request) {
        HybridTime from = read(request, "from", Moment::parse);
        HybridTime to = read(request, "to", Moment::parse);
        if (from != null && to != null && from.compareTo(to) >= 0) {
            throw Problem.invalid("to", "must be later than from");
        }
        EventFilter events = new EventFilter(
                read(request, "subject", text -> Subject.parse(text, resources)),
                read(request, "actor", text -> Text.line(text, 1, LONGEST_ACTOR)),
                read(request, "type", this::storedName),
                read(request, "region", Region::of),
                from,
                to);
        return new AuditFilter(events, list(request));
    }

    private String storedName(String type) {
        return types.storedName(type)
                .orElseThrow(() -> new IllegalArgumentException("must be one of " + String.join(", ", types.all())));
    }

    private static <T> @Nullable T read(HttpServletRequest request, String name, Function<String, T> parser) {
        String[] values = request.getParameterValues(name);
        if (values == null) {
            return null;
        }
        if (values.length > 1) {
            throw Problem.invalid(name, "must not be given more than once");
        }
        try {
            return parser.apply(values[0]);
        } catch (IllegalArgumentException invalid) {
            throw Problem.invalid(name, String.valueOf(invalid.getMessage()));
        }
    }

    private static String list(HttpServletRequest request) {
        StringBuilder list = new StringBuilder("audit");
        for (String name : PARAMETERS) {
            String value = request.getParameter(name);
            if (value != null) {
                list.append('&').append(name).append('=').append(value);
            }
        }
        return list.toString();
    }
}
