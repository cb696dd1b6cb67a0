package dev.peerage.user;

import java.util.List;

/**
 * What a merge patch asks of a user.
 *
 * @param facts what is to be so
 * @param clearsAttributes whether the user is to lose all its attributes
 */
public record UserPatch(List<UserEvent> facts, boolean clearsAttributes) {}
