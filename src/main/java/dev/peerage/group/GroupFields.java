package dev.peerage.group;

import dev.peerage.group.GroupEvent.GroupDescriptionSet;
import dev.peerage.group.GroupEvent.GroupMembershipPolicySet;
import dev.peerage.group.GroupEvent.GroupNameSet;
import dev.peerage.kernel.MembershipPolicy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All fields of a group, as a client gives them. */
@Schema(example = """
        {"name": "Pin Pals", "description": "The bowling team", "membership": "remove-wins"}""")
public record GroupFields(
        GroupName name,
        @Nullable GroupDescription description,

        @Schema(
                defaultValue = "add-wins",
                description = "Who wins when one region adds a member and another, at the same time, removes it")
        MembershipPolicy membership) {

    /** What has to be so for a group to have these fields. */
    List<GroupEvent> facts(GroupId group) {
        return List.of(
                new GroupNameSet(group, name.value()),
                new GroupDescriptionSet(group, description == null ? null : description.value()),
                new GroupMembershipPolicySet(group, membership));
    }
}
