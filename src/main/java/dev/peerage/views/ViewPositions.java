package dev.peerage.views;

import java.util.stream.IntStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.jspecify.annotations.Nullable;

/** Where processors are in the log, as it is written down with what they store. */
final class ViewPositions {

    private final TokenStore tokens;
    private final ViewTables tables;

    ViewPositions(TokenStore tokens, ViewTables tables) {
        this.tokens = tokens;
        this.tables = tables;
    }

    /** Nothing of the log behind this position has been handled by any segment of a processor, which does not run. */
    long reached(String processor) {
        return tables.read(() -> IntStream.of(tokens.fetchSegments(processor))
                .mapToLong(segment -> position(tokens.fetchToken(processor, segment)))
                .max()
                .orElse(0));
    }

    private static long position(@Nullable TrackingToken token) {
        return token == null ? 0 : token.position().orElse(0);
    }

    /** It begins with the log's beginning when it starts again. */
    void forget(String processor) {
        tables.jdbc().update("delete from processor_token where processor_name = ?", processor);
    }

    /** The one begins where the other was. */
    void rename(String from, String to) {
        forget(to);
        tables.jdbc()
                .update(
                        "update processor_token set processor_name = ?, owner = null where processor_name = ?",
                        to,
                        from);
    }
}
