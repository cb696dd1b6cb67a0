package dev.peerage.region;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a peer's events arrive. */
enum LinkState {
    /** They do. */
    STREAMING,

    /** An operator has stopped them. */
    PAUSED,

    /** They do not, and are tried again. */
    DOWN;

    /** As the API writes it. */
    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
