package dev.peerage.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * The preconditions of a request (RFC 9110 §13). May be a parameter of a controller's method.
 *
 * <p>Dates are no preconditions here: {@code If-Modified-Since} and {@code If-Unmodified-Since} are ignored, as RFC 9110
 * §13.1.3 and §13.1.4 have it for a resource without a modification date.
 *
 * @param ifMatch what {@code If-Match} names; empty without the header
 * @param ifNoneMatch what {@code If-None-Match} names; empty without the header
 */
public record Preconditions(Optional<EntityTags> ifMatch, Optional<EntityTags> ifNoneMatch) {

    /**
     * The preconditions of this request.
     *
     * @throws Problem 400 if a header is malformed: to skip it would be to write over what the client wanted kept
     */
    public static Preconditions of(HttpServletRequest request) {
        return new Preconditions(read(request, HttpHeaders.IF_MATCH), read(request, HttpHeaders.IF_NONE_MATCH));
    }

    /** {@code If-None-Match: *}: the write is to create or not to happen at all. */
    public boolean createOnly() {
        return ifNoneMatch.filter(EntityTags.Any.class::isInstance).isPresent();
    }

    /** Whether a GET of a resource with this tag is to be answered 304. */
    public boolean notModified(EntityTag current) {
        return ifNoneMatch.filter(tags -> tags.matchWeakly(current)).isPresent();
    }

    /**
     * Checks both, in the order of RFC 9110 §13.2.2, against a resource as it is when it is written.
     *
     * @param current its tag; empty if it does not exist
     * @throws Problem 412 if one does not hold
     */
    public void check(Optional<EntityTag> current) {
        if (ifMatch.isPresent() && current.filter(ifMatch.get()::matchStrongly).isEmpty()) {
            throw Problem.preconditionFailed(
                    current.isPresent()
                            ? "The resource has changed: its ETag is not one that If-Match names."
                            : "The resource does not exist, so If-Match cannot hold.");
        }
        if (ifNoneMatch.isPresent()
                && current.filter(ifNoneMatch.get()::matchWeakly).isPresent()) {
            throw Problem.preconditionFailed("The resource exists, and If-None-Match names its ETag.");
        }
    }

    private static Optional<EntityTags> read(HttpServletRequest request, String header) {
        Enumeration<String> lines = request.getHeaders(header);
        return lines.hasMoreElements()
                ? Optional.of(EntityTags.parse(header, String.join(",", Collections.list(lines))))
                : Optional.empty();
    }
}
