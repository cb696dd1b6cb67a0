package dev.peerage.simulation;

import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Register;
import dev.peerage.user.UserId;
import dev.peerage.user.UserState;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user's claim to a unique value that it shows. */
record Claim(HybridTime time, Region region, UserId user) implements Comparable<Claim> {

    private static final Comparator<Claim> ORDER = Comparator.comparing(Claim::time)
            .thenComparing(Claim::region)
            .thenComparing(claim -> claim.user().value());

    static Optional<Claim> toUsername(UserId user, UserState state) {
        return of(user, state.username());
    }

    static Optional<Claim> toEmail(UserId user, UserState state) {
        return of(user, state.email());
    }

    private static <V extends @Nullable Object> Optional<Claim> of(UserId user, Register<V> field) {
        return field.value() == null
                ? Optional.empty()
                : Optional.of(new Claim(
                        field.siblings().getFirst().time(),
                        field.siblings().getFirst().dot().region(),
                        user));
    }

    @Override
    public int compareTo(Claim other) {
        return ORDER.compare(this, other);
    }
}
