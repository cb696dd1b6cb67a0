package dev.peerage.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers a request with a {@link Problem}. It does not ask what the client accepts: RFC 9457 §3 has its format sent
 * whether or not it was asked for, and a refusal must not be refused.
 *
 * <p>For what runs in front of the controllers, such as filters; they themselves throw the problem.
 */
public final class ProblemWriter {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ProblemWriter() {}

    /**
     * Writes the problem as the whole answer. If the answer is on its way already, nothing can be said any more, and
     * nothing is done.
     */
    public static void write(Problem problem, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.status());
        problem.headers().forEach(response::setHeader);
        // without a charset parameter: JSON has none (RFC 8259 §11)
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        byte[] body = json(problem);
        response.getOutputStream().write(body);
        // after the writing: if Tomcat knows the length before, it ends the request with the last byte, and what the
        // client still sends could not be read any more; if it does not know it, the client waits until it has been
        // read
        response.setContentLength(body.length);
    }

    /** The problem document. Encoding it by way of a string makes sure that no half of a surrogate pair can fail it. */
    static byte[] json(Problem problem) {
        ObjectNode document = MAPPER.createObjectNode()
                .put("type", problem.type())
                .put("title", problem.title())
                .put("status", problem.status())
                .put("detail", problem.detail());
        problem.requestId().ifPresent(id -> document.put("requestId", id.value()));
        if (!problem.errors().isEmpty()) {
            ArrayNode errors = document.putArray("errors");
            problem.errors()
                    .forEach(error ->
                            errors.addObject().put("field", error.field()).put("message", error.message()));
        }
        return MAPPER.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
    }
}
