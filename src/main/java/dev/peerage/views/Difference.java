package dev.peerage.views;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * A row of a view that is not what the log says.
 *
 * @param part the part of the view
 * @param subject whose row it is
 * @param what differs: names of columns, never values; or {@link #MISSING}, {@link #SURPLUS} or {@link #UNREADABLE}
 * @param since when it was found
 */
@Schema(example = """
        {"part": "users", "subject": "user/homer", "what": "name, state", "since": "2026-11-27T09:30:00.123Z"}""")
public record Difference(String part, String subject, String what, Instant since) {

    /** There is no row, and there are events. */
    public static final String MISSING = "missing";

    /** There is a row, and nothing that it could be made of. */
    public static final String SURPLUS = "surplus";

    /** The row, or what it is made of, cannot be read. */
    public static final String UNREADABLE = "unreadable";
}
