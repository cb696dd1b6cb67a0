package dev.peerage.user;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a user. Each sets one thing; none has to come first. Values stand as they were accepted: a rule that
 * becomes stricter later does not make an old event unreadable.
 */
public sealed interface UserEvent extends DomainEvent {

    UserId userId();

    @Override
    default String subject() {
        return userId().subject();
    }

    @EventType(name = "UserUsernameSet")
    record UserUsernameSet(UserId userId, String username) implements UserEvent {}

    /**
     * What the user is called.
     *
     * @param name {@code null} takes the name away
     */
    @EventType(name = "UserNameSet")
    record UserNameSet(UserId userId, @Nullable String name) implements UserEvent {}

    /**
     * Where mail reaches the user.
     *
     * @param email {@code null} takes the email away
     */
    @EventType(name = "UserEmailSet")
    record UserEmailSet(UserId userId, @Nullable String email) implements UserEvent {}

    @EventType(name = "UserActiveSet")
    record UserActiveSet(UserId userId, boolean active) implements UserEvent {}

    /**
     * One of the attributes.
     *
     * @param value {@code null} takes the attribute away
     */
    @EventType(name = "UserAttributeSet")
    record UserAttributeSet(
            UserId userId, String key, @Nullable String value) implements UserEvent {}

    /** Final; wins over whatever is written at the same time. */
    @EventType(name = "UserDeleted", retires = true)
    record UserDeleted(UserId userId) implements UserEvent {}
}
