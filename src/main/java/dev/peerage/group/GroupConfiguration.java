package dev.peerage.group;

import dev.peerage.audit.AuditedResource;
import dev.peerage.convergence.ConvergentResources;
import dev.peerage.eventstore.AggregateType;
import dev.peerage.eventstore.EventTypes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class GroupConfiguration {

    @Bean
    AggregateType<Group> groupAggregate() {
        return new AggregateType<>(Group.class, Group::new);
    }

    @Bean
    EventTypes groupEvents() {
        return EventTypes.permittedBy(GroupEvent.class);
    }

    @Bean
    ConvergentResources convergentGroups(GroupRows rows) {
        return ConvergentResources.in(
                "group",
                rows,
                row -> new ConvergentResources.Resource(
                        row.id(), new GroupId(row.id()).subject(), row.state().fields()));
    }

    @Bean
    AuditedResource<GroupEvent, GroupState> auditedGroups() {
        return new AuditedResource<>(
                "group", 1, GroupEvent.class, GroupState.none(), GroupState::with, GroupState::shownFields);
    }
}
