package dev.peerage.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The first and the last that sees a request: it gives it its {@link RequestId}, refuses a malformed query, answers
 * what other filters throw, or end without saying why, and lets a refused client finish what it is sending.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class EdgeFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RequestId id = RequestId.of(request);
        response.setHeader(RequestId.HEADER, id.value());
        response.setHeader("X-Content-Type-Options", "nosniff");
        MDC.put(RequestId.MDC_KEY, id.value());
        try {
            Query.check(request.getQueryString());
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException failure) {
            Problems.answer(cause(failure), request, response);
        } finally {
            MDC.remove(RequestId.MDC_KEY);
        }
        if (response.getStatus() >= 400) {
            // what ends without a word, as the actuator does if there is no such part of the health
            if (response.getContentType() == null) {
                ProblemWriter.write(Problems.ofStatus(response.getStatus()), response);
            }
            Leftovers.drain(request, response);
        }
    }

    /** What a servlet throws that it did not answer, it wraps. */
    private static Throwable cause(Exception failure) {
        return failure.getClass() == ServletException.class && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }
}
