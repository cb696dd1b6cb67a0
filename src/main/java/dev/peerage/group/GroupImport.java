package dev.peerage.group;

import dev.peerage.bulk.Importable;
import dev.peerage.eventstore.Precondition;
import dev.peerage.group.GroupCommand.PutGroup;
import dev.peerage.web.JsonBody;
import org.springframework.stereotype.Component;

/** A line of an import that holds a group. */
@Component
class GroupImport implements Importable {

    @Override
    public String field() {
        return "group";
    }

    @Override
    public PutGroup command(JsonBody resource) {
        GroupBody.Identified group = GroupBody.identified(resource);
        return new PutGroup(group.id(), group.fields(), Precondition.NONE);
    }
}
