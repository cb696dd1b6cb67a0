package dev.peerage.membership;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * A membership as the API shows it.
 *
 * @param since the instant of the add that made the user a member
 */
@Schema(name = "Membership", example = """
        {"groupId": "pin-pals", "userId": "homer", "since": "2026-11-24T12:00:00Z"}""")
record MembershipResource(String groupId, String userId, Instant since) {}
