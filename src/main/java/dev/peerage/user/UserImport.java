package dev.peerage.user;

import dev.peerage.bulk.Importable;
import dev.peerage.eventstore.Precondition;
import dev.peerage.user.UserCommand.PutUser;
import dev.peerage.web.JsonBody;
import org.springframework.stereotype.Component;

/** A line of an import that holds a user. */
@Component
class UserImport implements Importable {

    @Override
    public String field() {
        return "user";
    }

    @Override
    public PutUser command(JsonBody resource) {
        UserBody.Identified user = UserBody.identified(resource);
        return new PutUser(user.id(), user.fields(), Precondition.NONE);
    }
}
