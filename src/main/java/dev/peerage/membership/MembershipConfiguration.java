package dev.peerage.membership;

import dev.peerage.audit.AuditedResource;
import dev.peerage.eventstore.AggregateType;
import dev.peerage.eventstore.EventTypes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MembershipConfiguration {

    @Bean
    AggregateType<Membership> membershipAggregate() {
        return new AggregateType<>(Membership.class, Membership::new);
    }

    @Bean
    EventTypes membershipEvents() {
        return EventTypes.permittedBy(MembershipEvent.class);
    }

    @Bean
    AuditedResource<MembershipEvent, MembershipState> auditedMemberships() {
        return new AuditedResource<>(
                "membership",
                2,
                MembershipEvent.class,
                MembershipState.none(),
                MembershipState::with,
                MembershipState::shownFields);
    }
}
