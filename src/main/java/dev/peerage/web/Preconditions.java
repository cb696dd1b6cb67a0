package dev.peerage.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * The preconditions of a request (RFC 9110 §13). May be a parameter of a controller's method.
 *
 * <p>Dates are no preconditions here: {@code If-Modified-Since} and {@code If-Unmodified-Since} are ignored, as
 * RFC 9110 §13.1.3 and §13.1.4 have it for a resource without a modification date.
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

    /**
     * Whether a GET of a resource with this tag is to be answered 304. Writes check both against the events instead.
     *
     * @throws Problem 412 if {@code If-Match} does not hold; it is looked at first (RFC 9110 §13.2.2)
     */
    public boolean notModified(EntityTag current) {
        if (ifMatch.isPresent() && !ifMatch.get().matchStrongly(current)) {
            throw Problem.preconditionFailed("The resource has changed: its ETag is not one that If-Match names.");
        }
        return ifNoneMatch.filter(tags -> tags.matchWeakly(current)).isPresent();
    }

    private static Optional<EntityTags> read(HttpServletRequest request, String header) {
        Enumeration<String> lines = request.getHeaders(header);
        return lines.hasMoreElements()
                ? Optional.of(EntityTags.parse(header, String.join(",", Collections.list(lines))))
                : Optional.empty();
    }
}
