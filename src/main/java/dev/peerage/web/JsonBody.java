package dev.peerage.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request body that is one JSON object (RFC 8259), read strictly. As a parameter of a controller's method it is read
 * from the request: {@code application/json}, for PATCH {@code application/merge-patch+json}, at most {@link #LARGEST}
 * bytes.
 *
 * <p>It is UTF-8 and nothing else; no name appears twice in an object (RFC 8259 §4 leaves open what that would mean);
 * nothing follows the object; it is nested at most {@value #DEEPEST} deep. Numbers may be of any size, since none is
 * ever computed with; one of more than {@value #LONGEST_NUMBER} digits is refused all the same.
 *
 * @param object the object
 */
public record JsonBody(ObjectNode object) {

    /** The most bytes a body may have: 1 MiB. */
    public static final int LARGEST = 1 << 20;

    /** How deep objects and arrays may be nested. */
    public static final int DEEPEST = 32;

    private static final int LONGEST_NUMBER = 1_000;

    /** Keeps the tree of a body within some megabytes: empty arrays need 3 bytes in JSON and about 60 in memory. */
    private static final int MOST_TOKENS = 100_000;

    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .maxNameLength(LARGEST)
                            .maxStringLength(LARGEST)
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads an object that did not come as a body of its own.
     *
     * @throws Problem 400 that says what is malformed and where
     */
    public static JsonBody parse(byte[] json) {
        return parse(json, Whole.BODY);
    }

    /**
     * The same of a line of a body.
     *
     * @throws Problem 400 that says what is malformed about the line, and where in it
     */
    public static JsonBody parseLine(byte[] json) {
        return parse(json, Whole.LINE);
    }

    private static JsonBody parse(byte[] json, Whole whole) {
        String text = utf8(json, whole);
        if (text.isBlank()) {
            throw Problem.badRequest("The %s is empty; a JSON object is expected.".formatted(whole));
        }
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JacksonException malformed) {
            throw problem(malformed, whole);
        }
        if (node instanceof ObjectNode object) {
            return new JsonBody(object);
        }
        throw Problem.badRequest("The %s must be a JSON object.".formatted(whole));
    }

    /** A reader of the object's fields. */
    public FieldReader fields() {
        return FieldReader.of(object);
    }

    /**
     * Jackson is given characters, as it would otherwise guess UTF-16 or UTF-32 from the bytes, and let some malformed
     * UTF-8 pass. Malformed bytes decode to U+FFFD, so only a text that has one needs the slow decoder that tells.
     */
    private static String utf8(byte[] bytes, Whole whole) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            } catch (CharacterCodingException _) {
                throw Problem.badRequest("The %s is not valid UTF-8.".formatted(whole));
            }
        }
        // RFC 8259 §8.1: a byte order mark must not be sent and may be ignored
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static Problem problem(JacksonException malformed, Whole whole) {
        String message = malformed.getOriginalMessage();
        String what = switch (malformed) {
            case StreamConstraintsException _ -> limit(message);
            case DatabindException _ when message.startsWith("Trailing") -> "goes on after its end";
            case DatabindException _ -> "has a name twice in one object";
            default -> "is malformed";
        };
        // what the parser says is worth repeating, unless it advises the programmer on its options
        String why = malformed instanceof StreamReadException && !message.contains("Feature")
                ? ": " + Excerpt.sentence(message.lines().findFirst().orElse(""))
                : ".";
        return Problem.badRequest("The JSON " + what + whole.where(malformed.getLocation()) + why);
    }

    /** Which limit it was Jackson says in words alone; names and strings may be as long as the body. */
    private static String limit(String message) {
        if (message.contains("nesting depth")) {
            return "is nested deeper than %d levels".formatted(DEEPEST);
        }
        if (message.startsWith("Token count")) {
            return "has more than %d values".formatted(MOST_TOKENS);
        }
        return "has a number of more than %d digits".formatted(LONGEST_NUMBER);
    }

    /** What the JSON is all of. */
    private enum Whole {
        BODY {
            @Override
            String place(TokenStreamLocation at) {
                return " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
            }
        },
        LINE {
            // for Jackson a carriage return ends a line, for NDJSON it is space within one
            @Override
            String place(TokenStreamLocation at) {
                return " at column " + (at.getCharOffset() + 1);
            }
        };

        abstract String place(TokenStreamLocation at);

        String where(@Nullable TokenStreamLocation at) {
            return at == null || at.getLineNr() < 1 ? "" : place(at);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
