package dev.peerage.web;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Says why a path variable or query parameter could not become a value of its type. */
final class Mismatch {

    private static final String OURS = "dev.peerage.";

    private Mismatch() {}

    /**
     * What our own value type said in its exception, and nothing of what other types say: their messages are for
     * programmers and name classes.
     */
    static String message(MethodArgumentTypeMismatchException mismatch) {
        Class<?> type = mismatch.getRequiredType();
        Throwable cause = mismatch;
        while (cause.getCause() != null) {
            cause = cause.getCause();
            if (cause instanceof ConversionFailedException failed) {
                type = failed.getTargetType().getType();
            }
        }
        if (type == null) {
            return "is not valid";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "must be one of ", ""));
        }
        String said = cause.getMessage();
        if (type.getName().startsWith(OURS) && cause instanceof IllegalArgumentException && said != null) {
            return said;
        }
        return Number.class.isAssignableFrom(type) || type.isPrimitive() ? "must be a number" : "is not valid";
    }
}
