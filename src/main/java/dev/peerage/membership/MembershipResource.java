package dev.peerage.membership;

import java.time.Instant;

/**
 * A membership as the API shows it.
 *
 * @param since the instant of the add that made the user a member
 */
record MembershipResource(String groupId, String userId, Instant since) {}
