package dev.peerage.security;

import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who is behind a request: what events and the audit name as their actor. May be a parameter of a controller's method.
 *
 * @param name {@code [A-Za-z0-9._-]{1,64}}
 * @param role what the actor may do
 */
public record Actor(String name, Role role) implements AuthenticatedPrincipal {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** The actor whose key is the admin key. */
    static final Actor ADMIN = new Actor("admin", Role.ADMIN);

    /** @throws IllegalArgumentException if the name does not have the form of one */
    public Actor {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("An actor's name has the form " + NAME + ".");
        }
    }

    /**
     * The actor of the request this thread is working on; empty without a request, or on a path that is open to all.
     */
    public static Optional<Actor> current() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof KeyAuthentication authentication
                ? Optional.of(authentication.getPrincipal())
                : Optional.empty();
    }

    @Override
    public String getName() {
        return name;
    }
}
