package dev.peerage.security;

import dev.peerage.web.Problem;
import dev.peerage.web.ProblemWriter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.servletapi.SecurityContextHolderAwareRequestWrapper;

/**
 * Finds out whose key came with a request (RFC 6750) and whether that is enough for it.
 *
 * <p>It is the whole chain. Spring Security's own dozen of filters is for sessions, forms, redirects and exceptions,
 * none of which a service with keys has; what guards against malformed paths is the firewall in front of the chain.
 */
final class BearerKeyFilter implements Filter {

    private static final String SCHEME = "Bearer ";
    private static final String ROLE_PREFIX = "ROLE_";
    private static final String CHALLENGE = "Bearer realm=\"peerage\"";

    private final Keys keys;

    BearerKeyFilter(Keys keys) {
        this.keys = keys;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // an error page or the end of an asynchronous answer belongs to a request that has been let in
        boolean first = request.getDispatcherType() == DispatcherType.REQUEST;
        if (!first || admits((HttpServletRequest) request, (HttpServletResponse) response)) {
            // so that what asks the request for its role is told, as the health endpoint does
            chain.doFilter(
                    new SecurityContextHolderAwareRequestWrapper((HttpServletRequest) request, ROLE_PREFIX), response);
        }
    }

    /** Lets the request in as its actor; or answers it, and tells that it did. */
    private boolean admits(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> key = key(request.getHeader(HttpHeaders.AUTHORIZATION));
        Optional<KeyAuthentication> known = key.flatMap(keys::find);
        Optional<Role> needed = Access.needed(request.getMethod(), path(request));
        if (needed.isPresent() && known.isEmpty()) {
            ProblemWriter.write(unauthorized(key.isPresent()), response);
            return false;
        }
        if (needed.isPresent() && !known.get().getPrincipal().role().includes(needed.get())) {
            ProblemWriter.write(forbidden(known.get().getPrincipal(), needed.get()), response);
            return false;
        }
        known.ifPresent(actor -> SecurityContextHolder.setContext(new SecurityContextImpl(actor)));
        return true;
    }

    /** The decoded path, as the controllers' mappings see it: a role must not depend on how a letter is written. */
    private static String path(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }

    /** RFC 9110 §11.1: the scheme's case does not matter. */
    private static Optional<String> key(@Nullable String authorization) {
        return Optional.ofNullable(authorization)
                .filter(sent -> sent.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(sent -> sent.substring(SCHEME.length()).strip());
    }

    /** RFC 6750 §3.1: without a key in the request, or with another scheme, the challenge does not call it wrong. */
    private static Problem unauthorized(boolean wrong) {
        return wrong
                ? Problem.unauthorized("The key is not valid here.")
                        .with(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + ", error=\"invalid_token\"")
                : Problem.unauthorized("A key is needed: Authorization: Bearer <key>.")
                        .with(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
    }

    private static Problem forbidden(Actor actor, Role needed) {
        return Problem.forbidden("%s has the role %s; this needs %s.".formatted(actor.name(), actor.role(), needed));
    }
}
