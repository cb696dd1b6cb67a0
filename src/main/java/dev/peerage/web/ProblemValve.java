package dev.peerage.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

/**
 * Answers what Tomcat refuses before any filter or servlet sees it, with a problem instead of a page of HTML: a request
 * line or header it cannot parse, a path it cannot decode.
 *
 * <p>Tomcat has 501 for methods and transfer codings and 505 for versions it does not know. They come from a malformed
 * request as well, and such a request is answered 4xx here, without exception.
 */
class ProblemValve extends ErrorReportValve {

    /** In whichever language Tomcat says it. */
    private static final String TOO_LARGE =
            StringManager.getManager("org.apache.coyote.http11").getString("iib.requestheadertoolarge.error");

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        AtomicBoolean reachable = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, reachable);
        if (!reachable.get()) {
            return;
        }
        HttpServletResponse answer = response.getResponse();
        RequestId id = RequestId.of(request);
        try {
            answer.setHeader(RequestId.HEADER, id.value());
            ProblemWriter.write(problem(request, response.getStatus(), failure, id), answer);
            response.finishResponse();
        } catch (IOException _) {
            // the client is gone; there is nobody to tell
        }
    }

    private static Problem problem(Request request, int status, @Nullable Throwable failure, RequestId id) {
        return switch (status) {
            case 400 -> tooLarge(request, failure).orElseGet(() -> Problem.badRequest(why(failure)));
            case 500 -> Problem.bug(id);
            case HttpServletResponse.SC_NOT_IMPLEMENTED ->
                Problem.badRequest("The method or the transfer coding is not supported.");
            case HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED ->
                Problem.badRequest("The version of HTTP is not supported.");
            default -> Problems.ofStatus(status);
        };
    }

    /** RFC 9110 §15.5.15 and RFC 6585 §5 have statuses of their own for what is a 400 like any other to Tomcat. */
    private static Optional<Problem> tooLarge(Request request, @Nullable Throwable failure) {
        return switch (failure) {
            case IllegalArgumentException large
            when TOO_LARGE.equals(large.getMessage()) ->
                Optional.of(Problems.ofStatus(
                        request.getCoyoteRequest().requestURI().isNull() ? 414 : 431));
            // the one thing that is so during parsing: more headers than are counted
            case IllegalStateException _ -> Optional.of(Problems.ofStatus(431));
            case null, default -> Optional.empty();
        };
    }

    /** Tomcat's parser throws an {@link IllegalArgumentException} whose message says which character stood where. */
    private static String why(@Nullable Throwable failure) {
        String message = failure instanceof IllegalArgumentException ? failure.getMessage() : null;
        return message == null
                ? "The request line or a header is malformed."
                : message.lines().findFirst().map(Excerpt::sentence).orElse("");
    }
}
