package dev.peerage.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.coyote.BadRequestException;
import org.apache.coyote.CloseNowException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;

/** Knows which {@link Problem} each exception is, and that everything it does not know is a bug. */
final class Problems {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    /** What can be said of a status alone. */
    private static final Map<Integer, String> DETAILS = Map.of(
            400, "The request is malformed.",
            404, "There is nothing at this path.",
            405, "This method is not possible here.",
            406, "This cannot be answered in any of the formats that Accept names.",
            413, "The request is too large.",
            414, "The path and the query are too long.",
            415, "The body is in a format that is not understood here.",
            431, "The headers are too large, or too many.");

    private Problems() {}

    /**
     * Answers a request that ended in an exception; of a bug it leaves one entry with its stack trace in the log.
     *
     * @throws CloseNowException if a part of another answer is on its way: Tomcat then breaks the connection off, so that
     *     the part does not look like the whole
     */
    static void answer(Throwable failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            log.debug("The client went away: {}", failure.toString());
            return;
        }
        Optional<Problem> problem = known(failure);
        if (problem.isEmpty()) {
            // the path without its query, which may hold somebody's name
            log.error("{} {} failed", request.getMethod(), Excerpt.sentence(request.getRequestURI()), failure);
        }
        if (isTooLate(response)) {
            throw new CloseNowException(failure);
        }
        ProblemWriter.write(problem.orElseGet(() -> Problem.bug(RequestId.of(request))), response);
    }

    /** Whether a part of a good answer is on its way; Tomcat also calls committed what it has refused by itself. */
    static boolean isTooLate(HttpServletResponse response) {
        return response.isCommitted() && response.getStatus() < 400;
    }

    /** The problem of an answer that has a status, and perhaps a failure that says more. */
    static Problem ofStatus(int status, @Nullable Throwable failure) {
        Problem plain = ofStatus(status);
        return failure == null
                ? plain
                : known(failure).filter(problem -> problem.status() == status).orElse(plain);
    }

    static Problem ofStatus(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        HttpStatus shown = known == null || !known.isError() ? HttpStatus.BAD_REQUEST : known;
        return Problem.of(shown, DETAILS.getOrDefault(shown.value(), shown.getReasonPhrase() + "."));
    }

    /** What the client did wrong, or has to put up with; empty if the failure is a bug. */
    private static Optional<Problem> known(Throwable failure) {
        return switch (failure) {
            case Problem problem -> Optional.of(problem);
            case NoHandlerFoundException _, NoResourceFoundException _ -> Optional.of(ofStatus(404));
            case HttpRequestMethodNotSupportedException e -> Optional.of(withHeaders(ofStatus(405), e));
            case HttpMediaTypeNotAcceptableException _ -> Optional.of(ofStatus(406));
            case HttpMediaTypeNotSupportedException e -> Optional.of(withHeaders(ofStatus(415), e));
            case MissingServletRequestParameterException e ->
                Optional.of(Problem.invalid(e.getParameterName(), "is required"));
            case MethodArgumentTypeMismatchException e ->
                Optional.of(Problem.invalid(e.getName(), Mismatch.message(e)));
            case HttpMessageNotReadableException _ -> Optional.of(Problem.badRequest("The body cannot be read."));
            case MultipartException _ -> Optional.of(ofStatus(415));
            case InvalidParameterException _ -> Optional.of(Problem.badRequest("The query is malformed."));
            case RequestRejectedException _ ->
                Optional.of(Problem.badRequest("The path or a header holds what is not allowed there."));
            case BadRequestException _ ->
                Optional.of(Problem.badRequest("The body does not come in the way its headers say."));
            case DataAccessResourceFailureException e -> Optional.of(unavailable(e));
            case CannotCreateTransactionException e -> Optional.of(unavailable(e));
            case ConcurrencyFailureException _ -> Optional.of(busy());
            case DataAccessException e when isConnectionLost(e) -> Optional.of(unavailable(e));
            case ErrorResponse response
            when !isBug(response) ->
                Optional.of(withHeaders(ofStatus(response.getStatusCode().value()), response));
            default -> Optional.empty();
        };
    }

    /**
     * Also where the layer between does not tell this from other errors: SQLSTATE 08, or 57P0x, when the server goes
     * down.
     */
    private static boolean isConnectionLost(DataAccessException failure) {
        return failure.getMostSpecificCause() instanceof SQLException cause
                && cause.getSQLState() != null
                && (cause.getSQLState().startsWith("08") || cause.getSQLState().startsWith("57P0"));
    }

    private static Problem unavailable(Exception failure) {
        log.warn("The database is out of reach: {}", failure.toString());
        return Problem.of(503, "unavailable", "The database is out of reach. Nothing is lost; try again.")
                .with(HttpHeaders.RETRY_AFTER, "1");
    }

    private static Problem busy() {
        return Problem.of(503, "unavailable", "Too many write the same at the same time. Nothing is lost; try again.")
                .with(HttpHeaders.RETRY_AFTER, "1");
    }

    /** Spring's own 500s are mistakes in the program, as a value that cannot be converted or written. */
    private static boolean isBug(ErrorResponse response) {
        return response.getStatusCode().value() == HttpStatus.INTERNAL_SERVER_ERROR.value();
    }

    private static Problem withHeaders(Problem problem, ErrorResponse response) {
        Problem complete = problem;
        for (Map.Entry<String, List<String>> header : response.getHeaders().headerSet()) {
            complete = complete.with(header.getKey(), String.join(", ", header.getValue()));
        }
        return complete;
    }
}
