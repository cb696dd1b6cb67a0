package dev.peerage.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * A request that is answered with a problem document (RFC 9457). Thrown from anywhere below a controller, it ends the
 * request with its {@link #status}, its {@link #headers} and an {@code application/problem+json} body.
 *
 * <p>The {@code type} is {@code urn:peerage:problem:} and the {@link #slug}: an absolute URI, as RFC 9457 §3.1.1
 * advises, that is the same in every region and does not pretend that there is a page behind it. Clients decide by it;
 * {@code title} and {@code detail} are for people and may change.
 *
 * <p>It has no stack trace: it says what the request did wrong, not where the program was.
 */
public final class Problem extends RuntimeException {

    static final String TYPE_PREFIX = "urn:peerage:problem:";

    private final int status;
    private final String slug;
    private final Map<String, String> headers;
    private final List<FieldError> errors;
    private final Optional<RequestId> requestId;

    private Problem(
            int status,
            String slug,
            String detail,
            Map<String, String> headers,
            List<FieldError> errors,
            Optional<RequestId> requestId) {
        super(detail, null, false, false);
        this.status = status;
        this.slug = slug;
        this.headers = Map.copyOf(headers);
        this.errors = List.copyOf(errors);
        this.requestId = requestId;
    }

    /**
     * Any problem.
     *
     * @param status the HTTP status, 400 to 599
     * @param slug what kind of problem it is, lower case words with hyphens: the last part of the {@code type}
     * @param detail what is wrong this time, for a person
     */
    public static Problem of(int status, String slug, String detail) {
        return new Problem(status, slug, detail, Map.of(), List.of(), Optional.empty());
    }

    /** A problem that its status says everything about: the slug is the status' reason phrase. */
    static Problem of(HttpStatus status, String detail) {
        return of(
                status.value(),
                status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-'),
                detail);
    }

    /** 400 {@code bad-request}: the request as a whole cannot be understood. */
    public static Problem badRequest(String detail) {
        return of(HttpStatus.BAD_REQUEST, detail);
    }

    /** 400 {@code invalid-fields}: it is understood, but some of its fields, parameters or headers are not valid. */
    public static Problem invalid(List<FieldError> errors) {
        String detail = errors.size() == 1
                ? "%s %s".formatted(errors.getFirst().field(), errors.getFirst().message())
                : "%d fields are not valid".formatted(errors.size());
        return new Problem(400, "invalid-fields", detail, Map.of(), errors, Optional.empty());
    }

    /** 400 {@code invalid-fields} for a single field. */
    public static Problem invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    /** 401 {@code unauthorized}: who asks is not known. The caller adds {@code WWW-Authenticate}. */
    public static Problem unauthorized(String detail) {
        return of(HttpStatus.UNAUTHORIZED, detail);
    }

    /** 403 {@code forbidden}: who asks is known and may not do this. */
    public static Problem forbidden(String detail) {
        return of(HttpStatus.FORBIDDEN, detail);
    }

    /** 404 {@code not-found}. */
    public static Problem notFound(String detail) {
        return of(HttpStatus.NOT_FOUND, detail);
    }

    /**
     * 409: the request is valid, but not in the state things are in, such as a unique value that is taken.
     *
     * @param slug which rule stands against it: {@code username-taken}
     * @param errors the fields the rule is about; may be empty
     */
    public static Problem conflict(String slug, String detail, List<FieldError> errors) {
        return new Problem(409, slug, detail, Map.of(), errors, Optional.empty());
    }

    /** 412 {@code precondition-failed}: {@code If-Match} or {@code If-None-Match} does not hold. */
    public static Problem preconditionFailed(String detail) {
        return of(HttpStatus.PRECONDITION_FAILED, detail);
    }

    /** 413 {@code content-too-large}, as RFC 9110 calls it now. */
    public static Problem payloadTooLarge(String detail) {
        return of(HttpStatus.CONTENT_TOO_LARGE, detail);
    }

    /** 415 {@code unsupported-media-type}. */
    public static Problem unsupportedMediaType(String detail) {
        return of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, detail);
    }

    /**
     * 503 {@code view-behind}: what was asked for is not in the view yet, and the time to wait for it is over.
     *
     * @param retryAfter when to try again, sent as {@code Retry-After} in whole seconds, rounded up and at least 1
     */
    public static Problem viewBehind(Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
        return of(503, "view-behind", "The view has not caught up with the Consistency-Token yet.")
                .with(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }

    /** 503 {@code search-unavailable}: the search engine does not answer; whatever needs none goes on. */
    public static Problem searchUnavailable() {
        return of(503, "search-unavailable", "The search index can't be read at the moment.")
                .with(HttpHeaders.RETRY_AFTER, "5");
    }

    /**
     * 500 {@code internal-server-error}: a bug. It tells nothing of what went wrong but where to look: the request id
     * under which the log has it.
     */
    static Problem bug(RequestId requestId) {
        return new Problem(
                500,
                "internal-server-error",
                "Something went wrong here. The log has it under the request id " + requestId.value() + ".",
                Map.of(),
                List.of(),
                Optional.of(requestId));
    }

    /** The same problem, answered with one more header. */
    public Problem with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(status, slug, detail(), more, errors, requestId);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The kind of problem: the last part of {@link #type()}. */
    public String slug() {
        return slug;
    }

    /** The absolute URI of the kind of problem. */
    public String type() {
        return TYPE_PREFIX + slug;
    }

    /** The kind of problem for people: {@code View behind}. */
    public String title() {
        return Character.toUpperCase(slug.charAt(0)) + slug.substring(1).replace('-', ' ');
    }

    /** What is wrong this time. */
    public String detail() {
        String message = getMessage();
        return message == null ? title() : message;
    }

    /** Headers of the answer beyond its content type. */
    public Map<String, String> headers() {
        return headers;
    }

    /** What is wrong with which field; empty if the problem is not about fields. */
    public List<FieldError> errors() {
        return errors;
    }

    /** The request id a bug is to be looked up by; only of a bug. */
    Optional<RequestId> requestId() {
        return requestId;
    }
}
