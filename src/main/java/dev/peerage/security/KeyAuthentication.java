package dev.peerage.security;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** An actor that has shown its key. Made once for each key, and without the key in it. */
final class KeyAuthentication extends AbstractAuthenticationToken {

    private final Actor actor;

    KeyAuthentication(Actor actor) {
        super(authorities(actor));
        this.actor = actor;
        super.setAuthenticated(true);
    }

    private static Collection<GrantedAuthority> authorities(Actor actor) {
        return List.of(new SimpleGrantedAuthority("ROLE_" + actor.role().name()));
    }

    @Override
    public Actor getPrincipal() {
        return actor;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyAuthentication that && actor.equals(that.actor);
    }

    @Override
    public int hashCode() {
        return actor.hashCode();
    }
}
