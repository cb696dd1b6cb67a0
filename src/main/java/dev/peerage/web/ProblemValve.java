package dev.peerage.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/**
 * Answers what Tomcat refuses before any filter or servlet sees it, with a problem instead of a page of HTML: a request
 * line or header it cannot parse, a path it cannot decode.
 *
 * <p>Tomcat has 501 for methods and transfer codings and 505 for versions it does not know. They come from a malformed
 * request as well, and such a request is answered 4xx here, without exception.
 */
class ProblemValve extends ErrorReportValve {

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
            ProblemWriter.write(problem(response.getStatus(), failure, id), answer);
            response.finishResponse();
        } catch (IOException _) {
            // the client is gone; there is nobody to tell
        }
    }

    private static Problem problem(int status, @Nullable Throwable failure, RequestId id) {
        return switch (status) {
            case 400 -> Problem.badRequest(why(failure));
            case 500 -> Problem.bug(id);
            case HttpServletResponse.SC_NOT_IMPLEMENTED ->
                Problem.badRequest("The method or the transfer coding is not supported.");
            case HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED ->
                Problem.badRequest("The version of HTTP is not supported.");
            default -> Problems.ofStatus(status);
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
