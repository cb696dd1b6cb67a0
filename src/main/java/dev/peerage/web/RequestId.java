package dev.peerage.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request is called in the log, in its answer's {@code X-Request-Id} and in the events it writes. May be a
 * parameter of a controller's method.
 *
 * @param value {@code [A-Za-z0-9._-]{1,64}}
 */
public record RequestId(String value) {

    /** The header that brings and returns it. */
    public static final String HEADER = "X-Request-Id";

    /** The key under which it stands in the logging context. */
    public static final String MDC_KEY = "requestId";

    private static final String ATTRIBUTE = RequestId.class.getName();
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** @throws IllegalArgumentException if it does not have the form of a request id */
    public RequestId {
        if (!SANE.matcher(value).matches()) {
            throw new IllegalArgumentException("is not a request id");
        }
    }

    /** The id of this request; a new one, if it has none yet. */
    public static RequestId of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof RequestId known) {
            return known;
        }
        RequestId id = sentOrNew(request.getHeader(HEADER));
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** An id from outside is taken if it is sane, so that one can follow a request through several services. */
    static RequestId sentOrNew(@Nullable String sent) {
        return sent != null && SANE.matcher(sent).matches() ? new RequestId(sent) : random();
    }

    /** It has to be unique, but no secret: {@link UUID#randomUUID} would cost a secure random for every request. */
    private static RequestId random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new RequestId(new UUID(random.nextLong(), random.nextLong()).toString());
    }
}
