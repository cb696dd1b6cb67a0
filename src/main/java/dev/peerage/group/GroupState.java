package dev.peerage.group;

import dev.peerage.convergence.Fields;
import dev.peerage.group.GroupEvent.GroupDeleted;
import dev.peerage.group.GroupEvent.GroupDescriptionSet;
import dev.peerage.group.GroupEvent.GroupMembershipPolicySet;
import dev.peerage.group.GroupEvent.GroupNameSet;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.kernel.Register;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A group as a function of the set of its events, whatever their order: each field a register, the first and last time,
 * and whether it is deleted, after which nothing else counts. The aggregate and the view fold the same way, by this.
 *
 * @param version the events it is made of
 */
public record GroupState(
        VersionVector version,
        Register<String> name,
        Register<@Nullable String> description,
        Register<MembershipPolicy> membership,
        @Nullable HybridTime created,
        @Nullable HybridTime updated,
        boolean deleted) {

    private static final MembershipPolicy UNLESS_SET = MembershipPolicy.ADD_WINS;

    private static final GroupState NONE = new GroupState(
            VersionVector.none(), Register.empty(), Register.empty(), Register.empty(), null, null, false);

    /** The state without any event. */
    public static GroupState none() {
        return NONE;
    }

    /** Whether there is such a group. */
    public boolean exists() {
        return !deleted && !version.isEmpty();
    }

    /** Who wins when its members are changed concurrently: add-wins, unless it was set. */
    public MembershipPolicy policy() {
        MembershipPolicy set = membership.value();
        return set == null ? UNLESS_SET : set;
    }

    /** All fields by their names in the API, in the order in which it shows them. */
    public Fields fields() {
        SequencedMap<String, Register<? extends @Nullable Object>> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("description", description);
        fields.put("membership", membership);
        return new Fields(fields);
    }

    /** What shows of them; nothing of a group that does not exist. */
    SequencedMap<String, @Nullable Object> shownFields() {
        SequencedMap<String, @Nullable Object> shown = new LinkedHashMap<>();
        if (exists()) {
            fields().registers().forEach((field, register) -> shown.put(field, register.value()));
            shown.put("membership", policy().toString());
        }
        return shown;
    }

    /** The state with one more event. */
    public GroupState with(GroupEvent event, Stamp stamp) {
        VersionVector joined = version.with(stamp.dot());
        if (deleted || event instanceof GroupDeleted) {
            return deletedAt(joined);
        }
        GroupState seen = at(joined, stamp.time());
        return switch (event) {
            case GroupNameSet set -> seen.withName(name.merge(set.name(), stamp));
            case GroupDescriptionSet set -> seen.withDescription(description.merge(set.description(), stamp));
            case GroupMembershipPolicySet set -> seen.withMembership(membership.merge(set.membership(), stamp));
            case GroupDeleted _ -> throw new AssertionError();
        };
    }

    /** Whether writing this fact would change nothing: it shows already, and nothing was written beside it. */
    boolean holds(GroupEvent fact) {
        return switch (fact) {
            case GroupNameSet set -> name.isSet() && holds(name, set.name(), "");
            case GroupDescriptionSet set -> holds(description, set.description(), null);
            case GroupMembershipPolicySet set -> holds(membership, set.membership(), UNLESS_SET);
            case GroupDeleted _ -> deleted;
        };
    }

    private static <V extends @Nullable Object> boolean holds(Register<V> field, V value, V whenUnset) {
        return Objects.equals(field.isSet() ? field.value() : whenUnset, value)
                && field.conflicts().isEmpty();
    }

    private static GroupState deletedAt(VersionVector version) {
        return new GroupState(version, Register.empty(), Register.empty(), Register.empty(), null, null, true);
    }

    private GroupState at(VersionVector joined, HybridTime time) {
        HybridTime first = created == null || time.compareTo(created) < 0 ? time : created;
        HybridTime last = updated == null || time.compareTo(updated) > 0 ? time : updated;
        return new GroupState(joined, name, description, membership, first, last, false);
    }

    private GroupState withName(Register<String> merged) {
        return new GroupState(version, merged, description, membership, created, updated, deleted);
    }

    private GroupState withDescription(Register<@Nullable String> merged) {
        return new GroupState(version, name, merged, membership, created, updated, deleted);
    }

    private GroupState withMembership(Register<MembershipPolicy> merged) {
        return new GroupState(version, name, description, merged, created, updated, deleted);
    }
}
