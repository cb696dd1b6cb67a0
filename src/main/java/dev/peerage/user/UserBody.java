package dev.peerage.user;

import dev.peerage.user.UserEvent.UserActiveSet;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import dev.peerage.web.FieldReader;
import dev.peerage.web.JsonBody;
import dev.peerage.web.Patch;
import dev.peerage.web.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads users from JSON. */
final class UserBody {

    private static final String[] READ_ONLY = {"createdAt", "updatedAt", "contested", "conflicts"};

    private UserBody() {}

    /** A user with the id it brings, as a line of an import has it. */
    record Identified(UserId id, UserFields fields) {}

    /** @throws Problem 400 with all that is wrong, an {@code id} included, which is made here */
    static UserFields forCreation(JsonBody body) {
        FieldReader reader = body.fields();
        if (body.object().has("id")) {
            reader.ignore("id").reject("id", "is made by the server; to choose it, use PUT");
        }
        return fields(reader);
    }

    /** @throws Problem 400 with all that is wrong, an {@code id} included that is not the one of the path */
    static UserFields forReplacement(JsonBody body, UserId id) {
        FieldReader reader = body.fields();
        mustBeThePaths(reader, id);
        return fields(reader);
    }

    /** @throws Problem 400 with all that is wrong */
    static Identified identified(JsonBody body) {
        FieldReader reader = body.fields();
        Supplier<UserId> id = reader.required("id", UserId::new);
        UserFields fields = fields(reader);
        return new Identified(id.get(), fields);
    }

    private static UserFields fields(FieldReader reader) {
        Supplier<Username> username = reader.required("username", Username::new);
        Optional<PersonName> name = reader.optional("name", PersonName::new);
        Optional<Email> email = reader.optional("email", Email::new);
        Optional<Boolean> active = reader.optionalBoolean("active");
        Optional<Map<AttributeKey, AttributeValue>> attributes =
                reader.optionalMap("attributes", AttributeKey::new, AttributeValue::new);
        reader.ignore(READ_ONLY).finish();
        return new UserFields(
                username.get(),
                name.orElse(null),
                email.orElse(null),
                active.orElse(true),
                attributes.orElse(Map.of()));
    }

    /** @throws Problem 400 with all that is wrong */
    static UserPatch patch(JsonBody body, UserId id) {
        FieldReader reader = body.fields();
        mustBeThePaths(reader, id);
        List<UserEvent> facts = new ArrayList<>();
        reader.optional("username", Username::new)
                .ifPresent(username -> facts.add(new UserUsernameSet(id, username.value())));
        reader.patch("name", PersonName::new)
                .ifPresent(name -> facts.add(new UserNameSet(id, name == null ? null : name.value())));
        reader.patch("email", Email::new)
                .ifPresent(email -> facts.add(new UserEmailSet(id, email == null ? null : email.value())));
        reader.optionalBoolean("active").ifPresent(active -> facts.add(new UserActiveSet(id, active)));
        Patch<Map<AttributeKey, Patch<AttributeValue>>> attributes =
                reader.patchMap("attributes", AttributeKey::new, AttributeValue::new);
        reader.ignore(READ_ONLY).finish();
        if (attributes instanceof Patch.Set<Map<AttributeKey, Patch<AttributeValue>>>(var changes)) {
            changes.forEach((key, change) -> change.ifPresent(
                    value -> facts.add(new UserAttributeSet(id, key.value(), value == null ? null : value.value()))));
        }
        return new UserPatch(facts, attributes instanceof Patch.Removed);
    }

    private static void mustBeThePaths(FieldReader reader, UserId id) {
        reader.optional("id", UserId::new).ifPresent(sent -> {
            if (!sent.equals(id)) {
                reader.reject("id", "must be the id of the path, or left out");
            }
        });
    }
}
