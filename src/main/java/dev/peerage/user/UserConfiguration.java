package dev.peerage.user;

import dev.peerage.audit.AuditedResource;
import dev.peerage.convergence.ConvergentResources;
import dev.peerage.eventstore.AggregateType;
import dev.peerage.eventstore.EventTypes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class UserConfiguration {

    @Bean
    AggregateType<User> userAggregate() {
        return new AggregateType<>(User.class, User::new);
    }

    @Bean
    EventTypes userEvents() {
        return EventTypes.permittedBy(UserEvent.class);
    }

    @Bean
    ConvergentResources convergentUsers(UserRows rows) {
        return ConvergentResources.in(
                "user",
                rows,
                row -> new ConvergentResources.Resource(
                        row.id(), new UserId(row.id()).subject(), row.state().fields()));
    }

    @Bean
    AuditedResource<UserEvent, UserState> auditedUsers() {
        return new AuditedResource<>(
                "user", 1, UserEvent.class, UserState.none(), UserState::with, UserState::shownFields);
    }
}
