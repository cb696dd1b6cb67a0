package dev.peerage.consistency;

import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.kernel.VersionVector;
import dev.peerage.web.Prefer;
import dev.peerage.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;

/**
 * How fresh an answer has to be: what the request's {@code Consistency-Token} headers name, joined, and how long to wait for it
 * ({@code Prefer: wait}). As a parameter of a controller's method it is read from the request.
 *
 * @param tagged the versions named by entity tags among the tokens; they hold for the resource of the request
 */
public record Freshness(ConsistencyToken token, VersionVector tagged, Duration patience) {

    /** The header of requests and answers. */
    public static final String HEADER = "Consistency-Token";

    /** @throws Problem 400 if a token or tag is not one that this directory gives out */
    static Freshness of(HttpServletRequest request) {
        ConsistencyToken token = ConsistencyToken.none();
        VersionVector tagged = VersionVector.none();
        for (String line : Collections.list(request.getHeaders(HEADER))) {
            for (String each : line.split(",", -1)) {
                String text = each.strip();
                try {
                    if (text.startsWith("\"") || text.startsWith("W/\"")) {
                        tagged = tagged.join(VersionTag.version(text));
                    } else {
                        token = token.join(ConsistencyToken.decode(text));
                    }
                } catch (IllegalArgumentException malformed) {
                    throw Problem.invalid(HEADER, "is not a token of this directory: " + malformed.getMessage());
                }
            }
        }
        return new Freshness(token, tagged, Prefer.of(request).patience());
    }

    /** What the resource of the request must have: empty if only the whole view's position can tell. */
    VersionVector versionOf(String subject) {
        return token.versionOf(subject).orElse(VersionVector.none()).join(tagged);
    }
}
