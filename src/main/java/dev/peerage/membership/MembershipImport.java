package dev.peerage.membership;

import dev.peerage.bulk.Importable;
import dev.peerage.membership.MembershipCommand.AddMember;
import dev.peerage.web.JsonBody;
import org.springframework.stereotype.Component;

/** A line of an import that makes a user a member of a group. */
@Component
class MembershipImport implements Importable {

    @Override
    public String field() {
        return "member";
    }

    @Override
    public AddMember command(JsonBody resource) {
        return MembershipBody.identified(resource);
    }
}
