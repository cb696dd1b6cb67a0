package dev.peerage.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a query that cannot be decoded, whether or not the endpoint reads its parameters: a percent sign without two
 * hexadecimal digits, bytes that are not UTF-8, and NUL, which PostgreSQL refuses in every text.
 */
final class Query {

    private Query() {}

    /** @throws Problem 400 if the raw query, without its question mark, is malformed */
    static void check(@Nullable String query) {
        if (query == null || query.indexOf('%') < 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(query.length());
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c == '%') {
                c = (char) hex(query, i + 1);
                i += 2;
            }
            bytes.put((byte) c);
        }
        try {
            if (StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(bytes.flip())
                            .toString()
                            .indexOf('\0')
                    >= 0) {
                throw Problem.badRequest("The query contains %00.");
            }
        } catch (CharacterCodingException _) {
            throw Problem.badRequest("The query is not percent-encoded UTF-8.");
        }
    }

    private static int hex(String query, int start) {
        int high = start < query.length() ? Character.digit(query.charAt(start), 16) : -1;
        int low = start + 1 < query.length() ? Character.digit(query.charAt(start + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw Problem.badRequest("The percent sign at character " + start
                    + " of the query is not followed by two hexadecimal digits.");
        }
        return high << 4 | low;
    }
}
