package dev.peerage.eventstore;

import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.jspecify.annotations.Nullable;

/**
 * Tests an aggregate as it runs: loaded by the real {@link RegionalRepository} from the events of several regions, and
 * stamping what it applies.
 *
 * <pre>{@code
 * RegionalFixture.of(User.class, User::new)
 *         .given(in("eu").event(new UserNameSet(homer, "Homer")), in("us").event(new UserNameSet(homer, "Homer J.")))
 *         .when(command)
 *         .expectEvents(new UserNameSet(homer, "Homer"));
 * }</pre>
 *
 * The region is {@code eu}. Its wall clock stands at {@link #NOW}.
 *
 * <p>Axon's fixture keeps a given event's payload and metadata and numbers all of them in one row, whatever region they are from.
 * That goes unseen: the stamp is in the metadata, and a {@link StampedAggregate} counts its stream by stamps. What it does
 * check, that an aggregate's state after a command is the one that its events lead to, holds for stamps too.
 */
public final class RegionalFixture<T> {

    /** What this region's wall clock shows: an hour after the beginning of the given events' usual times. */
    public static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

    private static final Region HERE = Region.of("eu");

    private final Class<T> type;
    private final Function<String, T> empty;
    private final List<Object> resources = new ArrayList<>(List.of(new UniqueValues()));
    private final List<Writing> given = new ArrayList<>();
    private Instant wall = NOW;
    private @Nullable FixtureEventStore events;

    private RegionalFixture(Class<T> type, Function<String, T> empty) {
        this.type = type;
        this.empty = empty;
    }

    /**
     * A fixture of that aggregate.
     *
     * @param empty makes the aggregate of a subject without events, see {@link AggregateType}
     */
    public static <T> RegionalFixture<T> of(Class<T> type, Function<String, T> empty) {
        return new RegionalFixture<>(type, empty);
    }

    /** Something that command handlers may ask for; {@link UniqueValues} replace the usual ones. */
    public RegionalFixture<T> with(Object resource) {
        resources.removeIf(before -> before instanceof UniqueValues && resource instanceof UniqueValues);
        resources.add(resource);
        return this;
    }

    /** Sets this region's wall clock. */
    public RegionalFixture<T> at(Instant now) {
        wall = now;
        return this;
    }

    /** Events that are here already. Several calls add up. */
    public RegionalFixture<T> given(Writing... writings) {
        given.addAll(List.of(writings));
        return this;
    }

    /** Has the aggregate decide a command. For each fixture once. */
    public ResultValidator<T> when(Command<?> command) {
        AggregateTestFixture<T> fixture = new AggregateTestFixture<>(type);
        FixtureEventStore store = new FixtureEventStore(fixture.getEventStore());
        events = store;
        ParameterResolverFactory parameters = MultiParameterResolverFactory.ordered(
                new StampParameterResolverFactory(),
                new SimpleResourceParameterResolverFactory(resources),
                ClasspathParameterResolverFactory.forClass(type));
        fixture.registerParameterResolverFactory(parameters);
        fixture.registerCommandTargetResolver(
                message -> new VersionedAggregateIdentifier(((Command<?>) message.getPayload()).subject(), null));
        fixture.registerRepository(RegionalRepository.of(
                new AggregateType<>(type, empty),
                AnnotatedAggregateMetaModelFactory.inspectAggregate(type, parameters),
                store,
                HERE,
                new HybridLogicalClock(() -> wall, new HybridTime(0), Duration.ofMinutes(1))));
        return fixture.given(Writing.history(given.toArray(Writing[]::new)).stream()
                        .map(RegionalFixture::message)
                        .toList())
                .when(command);
    }

    private static EventMessage<?> message(StampedEvent<DomainEvent> event) {
        return new GenericEventMessage<>(event.event(), Map.of(Metadata.STAMP, event.stamp()));
    }

    /** What the command led to, as it was stamped. */
    public List<StampedEvent<DomainEvent>> written() {
        if (events == null) {
            throw new IllegalStateException("no command was given yet");
        }
        return events.published().stream()
                .map(message -> StampedEvent.of(message, DomainEvent.class))
                .toList();
    }
}
