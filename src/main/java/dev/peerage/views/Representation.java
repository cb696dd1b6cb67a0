package dev.peerage.views;

import dev.peerage.kernel.VersionVector;
import org.jspecify.annotations.Nullable;

/**
 * A row as readers are shown it, ready to be sent (RFC 9110 §3.2). Kept by {@link ViewCache} and shared between
 * requests: nobody changes the bytes.
 *
 * @param version of the row's subject
 * @param content {@code null} if the row is there, but says that the subject is not
 * @param lasting whether the content stays as it is for as long as the version does; if not, it rests on other rows too
 */
public record Representation(VersionVector version, byte @Nullable [] content, boolean lasting) {

    /** One that only another version replaces. */
    public Representation(VersionVector version, byte @Nullable [] content) {
        this(version, content, true);
    }
}
