package dev.peerage.user;

import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import java.util.Comparator;
import java.util.Optional;

/**
 * What a user's right to the unique value it shows rests on: when and where the value was written. Of all users that
 * show one value, which is possible if regions gave it to each, the one with the least claim is the holder, the others
 * are contested. So who holds a value is a function of the users alone, the same in every region, and needs no event
 * of its own (adr/0012).
 *
 * <p>Only what is shown claims: a sibling that lost does not. Orders by time, then region, then id; a region issues a
 * time to one command only, so the id merely makes the order total.
 *
 * @param time of the write whose value is shown
 * @param region that wrote it
 */
public record Claim(HybridTime time, Region region, UserId user) implements Comparable<Claim> {

    private static final Comparator<Claim> ORDER = Comparator.comparing(Claim::time)
            .thenComparing(Claim::region)
            .thenComparing(claim -> claim.user().value());

    /** The claim to the shown username, if there is one. */
    public static Optional<Claim> toUsername(UserId user, UserState state) {
        return Optional.ofNullable(UniqueField.USERNAME.claim(user, state));
    }

    /** The claim to the shown email, if there is one. */
    public static Optional<Claim> toEmail(UserId user, UserState state) {
        return Optional.ofNullable(UniqueField.EMAIL.claim(user, state));
    }

    @Override
    public int compareTo(Claim other) {
        return ORDER.compare(this, other);
    }
}
