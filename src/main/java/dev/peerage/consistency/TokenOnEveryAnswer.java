package dev.peerage.consistency;

import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.web.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Has every answer of the API carry a token, whatever becomes of the request: what the request named, and how far views
 * have come. An answer that knows it more exactly says so instead. So a client may go on with the last token it got, be
 * it that of an error.
 *
 * <p>Behind the keys: who is not let in learns nothing.
 */
@Component
@Order(TokenOnEveryAnswer.BEHIND_THE_KEYS)
final class TokenOnEveryAnswer extends OncePerRequestFilter {

    /** Spring Security's filter is at -100. */
    static final int BEHIND_THE_KEYS = -50;

    private final Reach reach;

    TokenOnEveryAnswer(Reach reach) {
        this.reach = reach;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(Freshness.HEADER, text(named(request)));
        chain.doFilter(request, new OneToken(response));
    }

    private String text(ConsistencyToken named) {
        ConsistencyToken reached = reach.ofAllViews();
        try {
            return named.join(reached).encode();
        } catch (IllegalStateException _) {
            // whoever sends so many that they do not fit into one goes on with those
            return reached.encode();
        }
    }

    private static ConsistencyToken named(HttpServletRequest request) {
        if (request.getHeader(Freshness.HEADER) == null) {
            return ConsistencyToken.none();
        }
        try {
            return Freshness.of(request).joined();
        } catch (Problem _) {
            return ConsistencyToken.none();
        }
    }

    /** Spring adds an answer's headers to those that are there. */
    private static final class OneToken extends HttpServletResponseWrapper {

        OneToken(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void addHeader(String name, String value) {
            if (name.equalsIgnoreCase(Freshness.HEADER)) {
                setHeader(name, value);
            } else {
                super.addHeader(name, value);
            }
        }
    }
}
