package dev.peerage.membership;

import dev.peerage.bulk.Importable;
import dev.peerage.eventstore.Precondition;
import dev.peerage.group.GroupId;
import dev.peerage.membership.MembershipCommand.AddMember;
import dev.peerage.user.UserId;
import dev.peerage.web.FieldReader;
import dev.peerage.web.JsonBody;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** A line of an import that holds a membership. */
@Component
class MembershipImport implements Importable {

    @Override
    public String field() {
        return "member";
    }

    @Override
    public AddMember command(JsonBody resource) {
        FieldReader reader = resource.fields();
        Supplier<GroupId> groupId = reader.required("groupId", GroupId::new);
        Supplier<UserId> userId = reader.required("userId", UserId::new);
        reader.ignore("since").finish();
        return new AddMember(groupId.get(), userId.get(), Precondition.NONE);
    }
}
