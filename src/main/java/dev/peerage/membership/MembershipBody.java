package dev.peerage.membership;

import dev.peerage.eventstore.Precondition;
import dev.peerage.group.GroupId;
import dev.peerage.membership.MembershipCommand.AddMember;
import dev.peerage.user.UserId;
import dev.peerage.web.FieldReader;
import dev.peerage.web.JsonBody;
import dev.peerage.web.Problem;
import java.util.function.Supplier;

/** Reads memberships from JSON. */
final class MembershipBody {

    private MembershipBody() {}

    /**
     * A membership with both ids, as a line of an import has it.
     *
     * @throws Problem 400 with all that is wrong
     */
    static AddMember identified(JsonBody body) {
        FieldReader reader = body.fields();
        Supplier<GroupId> groupId = reader.required("groupId", GroupId::new);
        Supplier<UserId> userId = reader.required("userId", UserId::new);
        reader.ignore("since").finish();
        return new AddMember(groupId.get(), userId.get(), Precondition.NONE);
    }
}
