package dev.peerage.web;

import dev.peerage.security.Actor;
import dev.peerage.text.Text;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A controller that uses everything the module offers, for something that needs no database. */
@TestComponent
@RestController
class Things {

    static final int COUNT = 120;

    @PostMapping("/api/v1/things")
    @ResponseStatus(HttpStatus.CREATED)
    Thing create(JsonBody body) {
        return read(body, "new");
    }

    @PutMapping("/api/v1/things/{id}")
    Thing replace(@PathVariable ThingId id, JsonBody body) {
        return read(body, id.value());
    }

    @PatchMapping("/api/v1/things/{id}")
    Map<String, Object> change(@PathVariable ThingId id, JsonBody body) {
        FieldReader fields = body.fields();
        Patch<String> note = fields.patch("note", text -> Text.block(text, 0, 100));
        Patch<Map<String, Patch<String>>> attributes =
                fields.patchMap("attributes", key -> Text.line(key, 1, 20), value -> Text.line(value, 0, 100));
        fields.finish();
        return Map.of("note", note.toString(), "attributes", attributes.toString());
    }

    @DeleteMapping("/api/v1/things/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable ThingId id) {}

    @GetMapping("/api/v1/things/{id}")
    Thing one(@PathVariable ThingId id) {
        return new Thing(id.value(), "A thing", true, Map.of());
    }

    @GetMapping("/api/v1/things")
    Page<String> list(PageRequest request) {
        int from = request.after("things")
                .map(key -> Integer.parseInt(key.getFirst()) + 1)
                .orElse(0);
        List<String> read = IntStream.range(from, Math.min(COUNT, from + request.limit() + 1))
                .mapToObj("%03d"::formatted)
                .toList();
        return Page.of(request, read, item -> Cursor.of("things", item));
    }

    @GetMapping("/api/v1/others")
    Page<String> others(PageRequest request) {
        request.after("others");
        return Page.last(List.of());
    }

    @GetMapping("/api/v1/preconditions")
    Map<String, String> preconditions(Preconditions preconditions, Prefer prefer) {
        return Map.of(
                "ifMatch", preconditions.ifMatch().toString(),
                "ifNoneMatch", preconditions.ifNoneMatch().toString(),
                "patience", prefer.patience().toString());
    }

    @GetMapping("/api/v1/counted")
    String counted(@RequestParam int count, @RequestParam(defaultValue = "UP") Direction direction) {
        return direction.name().toLowerCase(Locale.ROOT) + count;
    }

    @GetMapping("/api/v1/actor")
    Map<String, String> actor(Actor actor, RequestId requestId) {
        return Map.of("actor", actor.name(), "requestId", requestId.value());
    }

    @GetMapping("/api/v1/bug")
    String bug() {
        throw new IllegalStateException("secret of the house");
    }

    @GetMapping("/api/v1/behind")
    String behind() {
        throw Problem.viewBehind(Duration.ofMillis(1_200));
    }

    @GetMapping({"/api/v1/admin/regions", "/api/v1/audit", "/api/v1/things/{id}/history"})
    String admins() {
        return "for admins";
    }

    private static Thing read(JsonBody body, String id) {
        FieldReader fields = body.fields().ignore("id", "createdAt");
        Supplier<String> name = fields.required("name", text -> Text.line(text, 1, 10));
        boolean active = fields.optionalBoolean("active").orElse(true);
        Map<String, String> attributes = fields.optionalMap(
                        "attributes", key -> Text.line(key, 1, 20), value -> Text.line(value, 0, 100))
                .orElse(Map.of());
        fields.finish();
        return new Thing(id, name.get(), active, attributes);
    }

    record Thing(String id, String name, boolean active, Map<String, String> attributes) {}

    enum Direction {
        UP,
        DOWN
    }

    public record ThingId(String value) {
        private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

        public ThingId {
            if (!FORM.matcher(value).matches()) {
                throw new IllegalArgumentException("must have the form " + FORM);
            }
        }
    }
}
