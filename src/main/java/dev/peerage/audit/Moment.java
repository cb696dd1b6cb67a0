package dev.peerage.audit;

import dev.peerage.kernel.HybridTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** Points in time as they are asked for (RFC 3339). */
final class Moment {

    /** The grammar of RFC 3339 §5.6; which days a month has is not said there. */
    private static final Pattern FORM =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})", 0);

    private static final HybridTime FIRST = new HybridTime(0);
    private static final HybridTime LAST = new HybridTime(Long.MAX_VALUE);

    private Moment() {}

    /**
     * The first hybrid time that is shown as this moment or a later one.
     *
     * @throws IllegalArgumentException with a message for the sender, if it is no moment
     */
    static HybridTime parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw malformed();
        }
        try {
            return hybrid(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            throw malformed();
        }
    }

    /** Events show whole milliseconds, so a fraction of one stands for the next. */
    private static HybridTime hybrid(Instant instant) {
        long millis = instant.plusNanos(999_999).toEpochMilli();
        return millis < 0 ? FIRST : millis > LAST.millis() ? LAST : HybridTime.of(millis, 0);
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "must be a time such as 2026-11-27T12:00:00Z or 2026-11-27T13:00:00%2B01:00 (RFC 3339, its plus sign as %2B)");
    }
}
