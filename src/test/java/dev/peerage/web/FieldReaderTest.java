package dev.peerage.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.peerage.text.Text;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FieldReaderTest {

    @Test
    void everyErrorIsToldAtOnceInTheOrderOfReading() {
        List<FieldError> errors = errors("""
                {"email": null, "active": "yes", "attributes": {"a": 1, "b": null}, "nmae": "x"}""", fields -> {
            fields.required("name", text -> Text.line(text, 1, 9));
            fields.optional("email", text -> text);
            fields.optionalBoolean("active");
            fields.optionalMap("attributes", key -> key, value -> value);
            fields.reject("name", "must differ from the email");
        });

        assertThat(errors)
                .containsExactly(
                        new FieldError("name", "is required"),
                        new FieldError("email", "must not be null; leave the field out"),
                        new FieldError("active", "must be true or false, not a string"),
                        new FieldError("attributes.a", "must be a string, not a number"),
                        new FieldError("attributes.b", "must be a string, not null"),
                        new FieldError("name", "must differ from the email"),
                        new FieldError("nmae", "is not a field of this resource"));
    }

    @Test
    void whatAValueTypeSaysBecomesTheMessage() {
        assertThat(errors("{\"a\": \"\", \"b\": \"2026-02-30\", \"c\": \"x\"}", fields -> {
                    fields.required("a", text -> Text.line(text, 1, 9));
                    fields.required("b", LocalDate::parse);
                    fields.required("c", _ -> {
                        throw new IllegalArgumentException();
                    });
                }))
                .extracting(FieldError::field, FieldError::message)
                .satisfiesExactly(
                        a -> assertThat(a.toList()).containsExactly("a", "must not be empty"),
                        b -> assertThat(b.toList().get(1).toString()).contains("2026-02-30"),
                        c -> assertThat(c.toList()).containsExactly("c", "is not valid"));
    }

    @Test
    void aBugInAValueTypeIsNoFaultOfTheField() {
        FieldReader fields = reader("{\"a\": \"x\"}");

        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() ->
                        fields.required("a", text -> Optional.<String>empty().orElseThrow()));
    }

    @Test
    void valuesAreThereAfterTheReading() {
        FieldReader fields = reader("""
                {"id": "u1", "name": "Ada", "active": false, "attributes": {"team": "x", "room": "1"}}""");
        Supplier<String> name = fields.required("name", text -> text);
        Optional<Boolean> active = fields.optionalBoolean("active");
        Optional<String> email = fields.optional("email", text -> text);
        Optional<Boolean> admin = fields.optionalBoolean("admin");
        Optional<Map<String, String>> attributes = fields.optionalMap("attributes", key -> key, value -> value);
        fields.ignore("id", "createdAt").finish();

        assertThat(name.get()).isEqualTo("Ada");
        assertThat(active).contains(false);
        assertThat(email).isEmpty();
        assertThat(admin).isEmpty();
        assertThat(attributes.orElseThrow()).containsExactly(Map.entry("team", "x"), Map.entry("room", "1"));
    }

    @Test
    void patchTellsAbsentFromRemovedFromSet() {
        FieldReader fields = reader("{\"removed\": null, \"set\": \"x\"}");

        assertThat(fields.<String>patch("absent", text -> text)).isEqualTo(new Patch.Absent<>());
        assertThat(fields.<String>patch("removed", text -> text)).isEqualTo(new Patch.Removed<>());
        assertThat(fields.<String>patch("set", text -> text)).isEqualTo(new Patch.Set<>("x"));
        fields.finish();
    }

    @Test
    void patchOfAMapSetsAndRemovesSingleEntries() {
        FieldReader fields = reader("{\"attributes\": {\"team\": \"x\", \"room\": null}}");

        assertThat(fields.<String, String>patchMap("attributes", key -> key, value -> value))
                .isEqualTo(new Patch.Set<>(Map.of("team", new Patch.Set<>("x"), "room", new Patch.Removed<>())));
        assertThat(fields.<String, String>patchMap("others", key -> key, value -> value))
                .isEqualTo(new Patch.Absent<>());
        fields.finish();
        assertThat(errors("{\"a\": {\"x\": 1}}", bad -> bad.patchMap("a", key -> key, value -> value)))
                .containsExactly(new FieldError("a.x", "must be a string, not a number"));
    }

    @Test
    void twoKeysThatMeanTheSameAreAnError() {
        assertThat(errors(
                        "{\"a\": {\"x\": \"1\", \"X\": \"2\"}}",
                        fields -> fields.optionalMap("a", String::toLowerCase, value -> value)))
                .containsExactly(new FieldError("a.X", "is given twice"));
    }

    @Test
    void entryWithoutANameIsToldOfTheMap() {
        assertThat(errors("{\"a\": {\"\": \"1\"}}", fields -> fields.optionalMap("a", key -> key, value -> value)))
                .containsExactly(new FieldError("a", "must not have an entry with an empty name"));
    }

    @Test
    void whatNoDatabaseCanStoreIsRefusedWhateverTheTypeAllows() {
        assertThat(errors("{\"a\": \"x\\u0000\", \"b\": {\"\\udc00\": \"1\"}}", fields -> {
                    fields.required("a", text -> text);
                    fields.optionalMap("b", key -> key, value -> value);
                }))
                .extracting(FieldError::field)
                .containsExactly("a", "b.\ufffd");
    }

    @Test
    void whatWasNotReadHasNoValue() {
        Supplier<String> name = reader("{}").required("name", text -> text);

        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(name::get);
    }

    private static List<FieldError> errors(String json, Consumer<FieldReader> reading) {
        FieldReader fields = reader(json);
        reading.accept(fields);
        Problem problem = catchThrowableOfType(Problem.class, fields::finish);
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.slug()).isEqualTo("invalid-fields");
        return problem.errors();
    }

    private static FieldReader reader(String json) {
        return JsonBody.parse(json.getBytes(StandardCharsets.UTF_8)).fields();
    }
}
