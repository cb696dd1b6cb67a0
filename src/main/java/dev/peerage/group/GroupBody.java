package dev.peerage.group;

import dev.peerage.group.GroupEvent.GroupDescriptionSet;
import dev.peerage.group.GroupEvent.GroupMembershipPolicySet;
import dev.peerage.group.GroupEvent.GroupNameSet;
import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.web.FieldReader;
import dev.peerage.web.JsonBody;
import dev.peerage.web.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads groups from JSON. */
final class GroupBody {

    private static final String[] READ_ONLY = {"createdAt", "updatedAt", "conflicts"};

    private GroupBody() {}

    /** A group with the id it brings, as a line of an import has it. */
    record Identified(GroupId id, GroupFields fields) {}

    /** @throws Problem 400 with all that is wrong, an {@code id} included, which is made here */
    static GroupFields forCreation(JsonBody body) {
        FieldReader reader = body.fields();
        if (body.object().has("id")) {
            reader.ignore("id").reject("id", "is made by the server; to choose it, use PUT");
        }
        return fields(reader);
    }

    /** @throws Problem 400 with all that is wrong, an {@code id} included that is not the one of the path */
    static GroupFields forReplacement(JsonBody body, GroupId id) {
        FieldReader reader = body.fields();
        mustBeThePaths(reader, id);
        return fields(reader);
    }

    /** @throws Problem 400 with all that is wrong */
    static Identified identified(JsonBody body) {
        FieldReader reader = body.fields();
        Supplier<GroupId> id = reader.required("id", GroupId::new);
        GroupFields fields = fields(reader);
        return new Identified(id.get(), fields);
    }

    private static GroupFields fields(FieldReader reader) {
        Supplier<GroupName> name = reader.required("name", GroupName::new);
        Optional<GroupDescription> description = reader.optional("description", GroupDescription::new);
        Optional<MembershipPolicy> membership = reader.optional("membership", GroupBody::policy);
        reader.ignore(READ_ONLY).finish();
        return new GroupFields(name.get(), description.orElse(null), membership.orElse(MembershipPolicy.ADD_WINS));
    }

    /** @throws Problem 400 with all that is wrong */
    static List<GroupEvent> patch(JsonBody body, GroupId id) {
        FieldReader reader = body.fields();
        mustBeThePaths(reader, id);
        List<GroupEvent> facts = new ArrayList<>();
        reader.optional("name", GroupName::new).ifPresent(name -> facts.add(new GroupNameSet(id, name.value())));
        reader.patch("description", GroupDescription::new)
                .ifPresent(description ->
                        facts.add(new GroupDescriptionSet(id, description == null ? null : description.value())));
        reader.optional("membership", GroupBody::policy)
                .ifPresent(membership -> facts.add(new GroupMembershipPolicySet(id, membership)));
        reader.ignore(READ_ONLY).finish();
        return facts;
    }

    private static MembershipPolicy policy(String text) {
        try {
            return MembershipPolicy.of(text);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("must be add-wins or remove-wins");
        }
    }

    private static void mustBeThePaths(FieldReader reader, GroupId id) {
        reader.optional("id", GroupId::new).ifPresent(sent -> {
            if (!sent.equals(id)) {
                reader.reject("id", "must be the id of the path, or left out");
            }
        });
    }
}
