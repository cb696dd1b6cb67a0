package dev.peerage.consistency;

import dev.peerage.eventstore.Deadline;
import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.VersionVector;
import dev.peerage.web.Prefer;
import dev.peerage.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How fresh an answer has to be: what the request's {@code Consistency-Token} headers name, and how long to wait for it
 * ({@code Prefer: wait}). As a parameter of a controller's method it is read from the request.
 *
 * <p>Tokens are kept apart. One that names a resource's version says all about that resource; another one beside it,
 * which does not name the resource, may stand for a later write of it, and is about everything.
 *
 * @param tagged the versions named by entity tags among the tokens; they hold for the resource of the request
 * @param until when it has waited long enough, whatever for
 */
public record Freshness(List<ConsistencyToken> tokens, VersionVector tagged, Prefer prefer, Deadline until) {

    /** The header of requests and answers. */
    public static final String HEADER = "Consistency-Token";

    public Freshness {
        tokens = List.copyOf(tokens);
    }

    /** @throws Problem 400 if a token or tag is not one that this directory gives out */
    static Freshness of(HttpServletRequest request) {
        List<ConsistencyToken> tokens = new ArrayList<>();
        VersionVector tagged = VersionVector.none();
        for (String line : Collections.list(request.getHeaders(HEADER))) {
            for (String each : line.split(",", -1)) {
                String text = each.strip();
                try {
                    if (text.startsWith("\"") || text.startsWith("W/\"")) {
                        tagged = tagged.join(VersionTag.version(text));
                    } else {
                        tokens.add(ConsistencyToken.decode(text));
                    }
                } catch (IllegalArgumentException malformed) {
                    throw Problem.invalid(HEADER, "is not a token of this directory: " + malformed.getMessage());
                }
            }
        }
        Prefer prefer = Prefer.of(request);
        return new Freshness(tokens, tagged, prefer, Deadline.in(prefer.patience()));
    }

    /** When it has waited long enough for more than it must have: at once if it does not say that it would. */
    public Deadline untilMore() {
        return prefer.said().isPresent() ? until : Deadline.in(Duration.ZERO);
    }

    /** All tokens in one. */
    ConsistencyToken joined() {
        return tokens.stream().reduce(ConsistencyToken.none(), ConsistencyToken::join);
    }

    /** Of each region the highest position that is named. */
    public Map<Region, Long> positions() {
        Map<Region, Long> named = new TreeMap<>();
        for (ConsistencyToken token : tokens) {
            token.positions().forEach((region, position) -> named.merge(region, position, Math::max));
        }
        return named;
    }

    /** Those that say by positions alone what an answer about one resource must have, as they do not name it. */
    List<ConsistencyToken> beside(String subject) {
        return tokens.stream()
                .filter(token -> token.versionOf(subject).isEmpty())
                .toList();
    }

    /** What the tokens name of a resource, whether or not it is the one of the request; empty if they do not. */
    public VersionVector named(String subject) {
        return joined().versionOf(subject).orElse(VersionVector.none());
    }

    /** What the resource of the request must have; empty if only positions can tell. */
    VersionVector versionOf(String subject) {
        return named(subject).join(tagged);
    }

    /** @throws Problem 400 if there is an entity tag, where there is no resource that it could be of */
    void mustNotBeTagged() {
        if (!tagged.isEmpty()) {
            throw Problem.invalid(HEADER, "an entity tag stands for one resource, and this is about many");
        }
    }
}
