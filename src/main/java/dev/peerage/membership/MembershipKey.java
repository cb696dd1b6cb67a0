package dev.peerage.membership;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;

/** The primary key of a {@link MembershipRow}. */
@Embeddable
record MembershipKey(
        @Column(name = "group_id") String groupId,
        @Column(name = "user_id") String userId) implements Serializable {}
