package dev.peerage.user;

import dev.peerage.user.UserEvent.UserActiveSet;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All fields of a user, as a client gives them. */
@Schema(example = """
        {"username": "homer", "name": "Homer Simpson", "email": "homer@example.org", "attributes": {"department": "Sector 7G"}}""")
public record UserFields(
        Username username,
        @Nullable PersonName name,
        @Nullable Email email,
        @Schema(defaultValue = "true") boolean active,

        @Schema(defaultValue = "{}", maxProperties = User.MOST_ATTRIBUTES)
        Map<AttributeKey, AttributeValue> attributes) {

    /** What has to be so for a user to have these fields, the attributes it is to lose apart. */
    List<UserEvent> facts(UserId user) {
        List<UserEvent> facts = new ArrayList<>();
        facts.add(new UserUsernameSet(user, username.value()));
        facts.add(new UserNameSet(user, name == null ? null : name.value()));
        facts.add(new UserEmailSet(user, email == null ? null : email.value()));
        facts.add(new UserActiveSet(user, active));
        attributes.forEach((key, value) -> facts.add(new UserAttributeSet(user, key.value(), value.value())));
        return facts;
    }
}
