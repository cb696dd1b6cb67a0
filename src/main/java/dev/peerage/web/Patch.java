package dev.peerage.web;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a merge patch (RFC 7396) says about one field that may be without a value.
 *
 * @param <T> the type of the field's value
 */
public sealed interface Patch<T> {

    /** The field does not appear: it keeps the value it has. */
    record Absent<T>() implements Patch<T> {}

    /** The field is {@code null}: it loses its value. */
    record Removed<T>() implements Patch<T> {}

    /** The field gets this value. */
    record Set<T>(T value) implements Patch<T> {}

    /** Calls back with the new value, or with null if the value is removed; not at all if the field is absent. */
    default void ifPresent(Consumer<@Nullable T> change) {
        switch (this) {
            case Absent<T>() -> {}
            case Removed<T>() -> change.accept(null);
            case Set<T>(T value) -> change.accept(value);
        }
    }
}
