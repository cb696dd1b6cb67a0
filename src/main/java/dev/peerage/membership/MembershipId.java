package dev.peerage.membership;

import dev.peerage.group.GroupId;
import dev.peerage.user.UserId;

/** Identifies a membership: there is one for each pair, made or not. */
record MembershipId(GroupId groupId, UserId userId) {

    static final String TYPE = "membership";

    /** What the subjects of all memberships begin with. */
    static final String SUBJECT = TYPE + "/";

    /** The name of its streams. Ids have no slash. */
    String subject() {
        return SUBJECT + groupId + "/" + userId;
    }

    static MembershipId ofSubject(String subject) {
        int slash = subject.lastIndexOf('/');
        return new MembershipId(
                new GroupId(subject.substring(SUBJECT.length(), slash)), new UserId(subject.substring(slash + 1)));
    }
}
