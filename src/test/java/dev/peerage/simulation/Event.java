package dev.peerage.simulation;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.group.GroupEvent.GroupDeleted;
import dev.peerage.group.GroupEvent.GroupDescriptionSet;
import dev.peerage.group.GroupEvent.GroupMembershipPolicySet;
import dev.peerage.group.GroupEvent.GroupNameSet;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.membership.MembershipEvent.MembershipAdded;
import dev.peerage.membership.MembershipEvent.MembershipRemoved;
import dev.peerage.user.UserEvent.UserActiveSet;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * An event twice: as the code under test gets it, and as the definitions do.
 *
 * @param place among all events of its region, from 0
 */
record Event(DomainEvent domain, Stamp stamp, int place, Fact fact) {

    private record Setting(String field, @Nullable String value) {}

    static Event of(DomainEvent domain, Stamp stamp, int place, int number, BitSet seen) {
        Setting setting = setting(domain);
        return new Event(
                domain,
                stamp,
                place,
                new Fact(
                        number,
                        domain.subject(),
                        setting.field(),
                        setting.value(),
                        stamp.dot().region().name(),
                        stamp.dot().sequence(),
                        stamp.time().value(),
                        seen));
    }

    Region origin() {
        return stamp.dot().region();
    }

    String subject() {
        return fact.subject();
    }

    private static Setting setting(DomainEvent event) {
        return switch (event) {
            case UserUsernameSet set -> new Setting("username", set.username());
            case UserNameSet set -> new Setting("name", set.name());
            case UserEmailSet set -> new Setting("email", set.email());
            case UserActiveSet set -> new Setting("active", String.valueOf(set.active()));
            case UserAttributeSet set -> new Setting("attributes." + set.key(), set.value());
            case GroupNameSet set -> new Setting("name", set.name());
            case GroupDescriptionSet set -> new Setting("description", set.description());
            case GroupMembershipPolicySet set ->
                new Setting("membership", set.membership().toString());
            case UserDeleted _, GroupDeleted _ -> new Setting(Fact.DELETED, null);
            case MembershipAdded _ -> new Setting(Fact.ADDED, null);
            case MembershipRemoved _ -> new Setting(Fact.REMOVED, null);
            default -> throw new IllegalArgumentException("unknown to the simulation: " + event);
        };
    }

    @Override
    public String toString() {
        return "%s of %s, %s%s, saw [%s], at %s"
                .formatted(
                        stamp.dot(),
                        fact.subject(),
                        fact.field(),
                        fact.value() == null ? "" : "=" + fact.value(),
                        stamp.seen(),
                        stamp.time());
    }
}
