package dev.peerage.web;

import dev.peerage.text.Text;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the fields of a JSON object into typed values, strictly, and tells everything that is wrong with them at once.
 *
 * {@snippet :
 * var fields = body.fields();
 * var username = fields.required("username", Username::new);
 * var email = fields.optional("email", Email::new);
 * fields.ignore("id", "createdAt");
 * fields.finish();
 * return new Registration(username.get(), email.orElse(null));
 * }
 *
 * <p>Nothing is coerced: {@code "true"} is no boolean and {@code 1} is no string. A field that was not asked for is an
 * error, since a misspelt optional field would otherwise be lost without a word. What a value type's constructor or
 * factory says in an {@link IllegalArgumentException} or {@link DateTimeException} becomes the field's message.
 *
 * <p>Not thread-safe; used up by {@link #finish()}.
 */
public final class FieldReader {

    private static final String NULL = "must not be null; leave the field out";

    private final ObjectNode object;
    private final List<FieldError> errors = new ArrayList<>();
    private final Set<String> known = new HashSet<>();

    private FieldReader(ObjectNode object) {
        this.object = object;
    }

    /** Reads this object's fields. */
    public static FieldReader of(ObjectNode object) {
        return new FieldReader(object);
    }

    /**
     * A string that must be there.
     *
     * @param type makes the value of the string, or throws {@link IllegalArgumentException}
     * @return the value, to be asked for after {@link #finish()}; throws {@link NoSuchElementException} if it was not
     *     valid
     */
    public <T> Supplier<T> required(String name, Function<String, T> type) {
        known.add(name);
        JsonNode node = object.get(name);
        Optional<T> value = Optional.empty();
        if (node == null) {
            reject(name, "is required");
        } else if (node.isNull()) {
            reject(name, "must not be null");
        } else {
            value = string(name, node, type);
        }
        return value::orElseThrow;
    }

    /**
     * A string that may be left out, but not be null. In a merge patch: a field that can be changed, but not removed.
     *
     * @return the value; empty if the field is absent, or not valid, which {@link #finish()} tells
     */
    public <T> Optional<T> optional(String name, Function<String, T> type) {
        return unlessAbsent(name, node -> string(name, node, type));
    }

    /** A string in a merge patch whose null takes the value away. */
    public <T> Patch<T> patch(String name, Function<String, T> type) {
        return presence(name, node -> string(name, node, type));
    }

    /** {@code true} or {@code false}, or left out; not null. */
    public Optional<Boolean> optionalBoolean(String name) {
        return unlessAbsent(name, node -> bool(name, node));
    }

    /**
     * An object whose values are all strings, such as {@code attributes}; may be left out, but not be null.
     *
     * @return the entries in the order they were sent
     */
    public <K, V> Optional<Map<K, V>> optionalMap(String name, Function<String, K> keys, Function<String, V> values) {
        return unlessAbsent(name, node -> entries(name, node, keys, (path, value) -> string(path, value, values)));
    }

    /**
     * The same in a merge patch (RFC 7396 §2): entries that are null are taken away, others are set, the rest stays;
     * the whole being null takes all away.
     */
    public <K, V> Patch<Map<K, Patch<V>>> patchMap(String name, Function<String, K> keys, Function<String, V> values) {
        EntryReader<Patch<V>> entry = (path, value) -> value.isNull()
                ? Optional.of(new Patch.Removed<>())
                : string(path, value, values).map(Patch.Set::new);
        return presence(name, node -> entries(name, node, keys, entry));
    }

    /** Fields that may be sent, as what was read is often sent back, and have no effect: read-only ones. */
    public FieldReader ignore(String... names) {
        known.addAll(List.of(names));
        return this;
    }

    /** Tells something else that is wrong with a field, such as a rule about two of them. */
    public FieldReader reject(String name, String message) {
        errors.add(new FieldError(name, message));
        return this;
    }

    /**
     * Ends the reading.
     *
     * @throws Problem 400 with everything that was wrong, if anything was
     */
    public void finish() {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                reject(Excerpt.of(name), "is not a field of this resource");
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    private <T> Optional<T> unlessAbsent(String name, Function<JsonNode, Optional<T>> read) {
        known.add(name);
        JsonNode node = object.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (node.isNull()) {
            reject(name, NULL);
            return Optional.empty();
        }
        return read.apply(node);
    }

    private <T> Patch<T> presence(String name, Function<JsonNode, Optional<T>> read) {
        known.add(name);
        JsonNode node = object.get(name);
        if (node == null) {
            return new Patch.Absent<>();
        }
        if (node.isNull()) {
            return new Patch.Removed<>();
        }
        return read.apply(node).<Patch<T>>map(Patch.Set::new).orElseGet(Patch.Absent::new);
    }

    private <T> Optional<T> string(String path, JsonNode node, Function<String, T> type) {
        if (!node.isString()) {
            return wrongType(path, "a string", node);
        }
        return typed(path, node.stringValue(), type);
    }

    private <T> Optional<T> typed(String path, String text, Function<String, T> type) {
        try {
            return Optional.of(type.apply(Text.storable(text)));
        } catch (IllegalArgumentException | DateTimeException invalid) {
            String message = invalid.getMessage();
            reject(path, message == null ? "is not valid" : message);
            return Optional.empty();
        }
    }

    private Optional<Boolean> bool(String path, JsonNode node) {
        return node.isBoolean() ? Optional.of(node.booleanValue()) : wrongType(path, "true or false", node);
    }

    private <K, V> Optional<Map<K, V>> entries(
            String name, JsonNode node, Function<String, K> keys, EntryReader<V> values) {
        if (!(node instanceof ObjectNode entries)) {
            return wrongType(name, "an object", node);
        }
        Map<K, V> read = new LinkedHashMap<>();
        entries.properties().forEach(entry -> {
            if (entry.getKey().isEmpty()) {
                reject(name, "must not have an entry with an empty name");
                return;
            }
            String path = name + "." + Excerpt.of(entry.getKey());
            Optional<K> key = typed(path, entry.getKey(), keys);
            Optional<V> value = values.read(path, entry.getValue());
            if (key.isPresent() && value.isPresent() && read.put(key.get(), value.get()) != null) {
                reject(path, "is given twice");
            }
        });
        return Optional.of(read);
    }

    private <T> Optional<T> wrongType(String path, String expected, JsonNode actual) {
        String kind = switch (actual.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> actual.booleanValue() ? "true" : "false";
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case NULL -> "null";
            default -> "something else";
        };
        reject(path, "must be %s, not %s".formatted(expected, kind));
        return Optional.empty();
    }

    /** Reads the value of an entry; what is wrong with it is told under the path. */
    private interface EntryReader<V> {
        Optional<V> read(String path, JsonNode value);
    }
}
