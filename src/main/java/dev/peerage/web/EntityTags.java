package dev.peerage.web;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What {@code If-Match} or {@code If-None-Match} names: {@code *}, or a list of tags (RFC 9110 §13.1.1, §13.1.2). */
public sealed interface EntityTags {

    /** {@code *}: whatever there is. */
    record Any() implements EntityTags {}

    /** One of these tags. */
    record Listed(List<EntityTag> tags) implements EntityTags {
        public Listed {
            tags = List.copyOf(tags);
        }
    }

    /** Whether a resource that exists with this tag is named, compared as {@code If-Match} wants it. */
    default boolean matchStrongly(EntityTag current) {
        return match(current::matchesStrongly);
    }

    /** Whether a resource that exists with this tag is named, compared as {@code If-None-Match} wants it. */
    default boolean matchWeakly(EntityTag current) {
        return match(current::matchesWeakly);
    }

    private boolean match(Predicate<EntityTag> comparison) {
        return switch (this) {
            case Any() -> true;
            case Listed(List<EntityTag> tags) -> tags.stream().anyMatch(comparison);
        };
    }

    /**
     * Reads a header's value; several header lines are joined by commas before.
     *
     * @param header the header's name, for the problem
     * @throws Problem 400 if it is malformed
     */
    static EntityTags parse(String header, String value) {
        if (value.strip().equals("*")) {
            return new Any();
        }
        Scanner scanner = new Scanner(header, value);
        List<EntityTag> tags = new ArrayList<>();
        scanner.skip(", \t");
        while (!scanner.atEnd()) {
            tags.add(scanner.tag());
            scanner.skip(" \t");
            if (!scanner.atEnd() && !scanner.take(",")) {
                throw scanner.malformed();
            }
            // RFC 9110 §5.6.1.2: a recipient has to put up with empty list elements
            scanner.skip(", \t");
        }
        if (tags.isEmpty()) {
            throw scanner.malformed();
        }
        return new Listed(tags);
    }

    /** Walks through a header's value. */
    final class Scanner {
        private final String header;
        private final String value;
        private int at;

        private Scanner(String header, String value) {
            this.header = header;
            this.value = value;
        }

        private boolean atEnd() {
            return at == value.length();
        }

        private void skip(String characters) {
            while (!atEnd() && characters.indexOf(value.charAt(at)) >= 0) {
                at++;
            }
        }

        private boolean take(String expected) {
            boolean there = value.startsWith(expected, at);
            at += there ? expected.length() : 0;
            return there;
        }

        private EntityTag tag() {
            boolean weak = take("W/");
            if (!take("\"")) {
                throw malformed();
            }
            int start = at;
            while (!atEnd() && EntityTag.allowed(value.charAt(at))) {
                at++;
            }
            String opaque = value.substring(start, at);
            if (!take("\"")) {
                throw malformed();
            }
            return new EntityTag(opaque, weak);
        }

        private Problem malformed() {
            return Problem.invalid(header, "must be * or a list of entity tags in double quotes");
        }
    }
}
