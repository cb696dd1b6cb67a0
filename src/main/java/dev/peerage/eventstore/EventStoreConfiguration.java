package dev.peerage.eventstore;

import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.nodes.Nodes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.axonframework.modelling.command.inspection.AggregateModel;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts Axon's parts together by hand: each is seen here, none is found on the class path. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventStoreProperties.class)
class EventStoreConfiguration {

    @Bean
    Region region(EventStoreProperties properties) {
        return properties.regionName();
    }

    @Bean
    @DependsOnDatabaseInitialization
    EventLog eventLog(DataSource database, Region region, List<LogPreparation> preparations) {
        ThisRegion.claim(region, database);
        preparations.forEach(LogPreparation::prepare);
        return new EventLog(database, region);
    }

    @Bean
    EventCodec eventCodec(List<EventTypes> modules) {
        return new EventCodec(modules);
    }

    @Bean
    HybridLogicalClock hybridLogicalClock(EventLog log, EventStoreProperties properties, InstantSource wall) {
        HybridTime bound =
                HybridTime.of(wall.millis() + properties.maxClockAhead().toMillis(), 0);
        return new HybridLogicalClock(wall, log.latestTime(bound), properties.maxClockAhead());
    }

    @Bean
    RegionClock regionClock(HybridLogicalClock clock, InstantSource wall, EventStoreProperties properties) {
        return new RegionClock(clock, wall, properties.maxClockAhead());
    }

    @Bean
    Arrived arrived(EventLog log, DataSource database) {
        return new Arrived(log.region(), Origins.lastPositions(database));
    }

    @Bean
    LogTail logTail(EventLog log) {
        return new LogTail(log::head);
    }

    @Bean
    RegionalEventStore eventStore(
            EventLog log, EventCodec codec, HybridLogicalClock clock, Arrived arrived, LogTail tail) {
        return RegionalEventStore.of(new RegionalEventStorageEngine(log, codec, clock, arrived), tail);
    }

    @Bean
    Marks marks(DataSource database, EventLog afterItsPreparation, LogTail tail) {
        Marks marks = new Marks(database);
        // where a mark has come, events have
        marks.onMove(tail::appended);
        return marks;
    }

    @Bean
    MarkWriter markWriter(EventLog log, LogTail tail, WriteGate gate, DataSource database) {
        return new MarkWriter(log, tail, gate, database);
    }

    @Bean
    MarkListener markListener(Marks marks, DataSource database) {
        return new MarkListener(marks, database);
    }

    @Bean
    HoldersInLog holdersInLog(EventLog log, EventCodec codec, List<ShownValues<?>> shownValues) {
        return new HoldersInLog(log, codec, shownValues);
    }

    @Bean
    Grants grants(EventLog log, HoldersInLog holders, DataSource database) {
        Grants grants = new Grants(log, holders, database);
        grants.complete();
        return grants;
    }

    @Bean
    WriteGate writeGate() {
        return new WriteGate();
    }

    @Bean
    LogEnd logEnd(EventLog log, DataSource database, Arrived arrived, Nodes nodes) {
        return new LogEnd(log, new EventCounts(database), arrived, nodes, database);
    }

    @Bean
    OwnPositions ownPositions(DataSource database, EventLog afterItsPreparation) {
        return new OwnPositions(database);
    }

    @Bean
    OriginLog originLog(
            EventLog log, Marks marks, OwnPositions own, LogTail tail, EventCodec codec, DataSource database) {
        return new OriginLog(log, marks, own, tail, codec, database);
    }

    @Bean
    LogByTime logByTime(DataSource database, EventCodec codec) {
        return new LogByTime(database, codec);
    }

    @Bean
    UniqueValues uniqueValues() {
        return new UniqueValues();
    }

    @Bean
    Subjects subjects(RegionalEventStore store, EventLog log, EventCodec codec) {
        return new Subjects(store, log, codec);
    }

    @Bean
    Commands commands(
            EventLog log,
            WriteGate gate,
            EventCodec codec,
            RegionalEventStore store,
            HybridLogicalClock clock,
            List<AggregateType<?>> aggregates,
            UniqueValues uniqueValues,
            HoldersInLog holders,
            List<DecisionResource> resources) {
        List<Object> injected = new ArrayList<>(resources);
        injected.add(uniqueValues);
        ParameterResolverFactory parameters = MultiParameterResolverFactory.ordered(
                new StampParameterResolverFactory(),
                new SimpleResourceParameterResolverFactory(injected),
                ClasspathParameterResolverFactory.forClass(EventStoreConfiguration.class));
        Map<String, MessageHandler<CommandMessage<?>>> handlers = new HashMap<>();
        for (AggregateType<?> aggregate : aggregates) {
            AggregateAnnotationCommandHandler<?> handler = handler(aggregate, store, parameters, log.region(), clock);
            handler.supportedCommandNames().forEach(name -> handlers.put(name, handler));
        }
        return new Commands(log, gate, holders, codec.retiringTypes(), handlers);
    }

    private static <T> AggregateAnnotationCommandHandler<T> handler(
            AggregateType<T> aggregate,
            RegionalEventStore store,
            ParameterResolverFactory parameters,
            Region region,
            HybridLogicalClock clock) {
        AggregateModel<T> model = AnnotatedAggregateMetaModelFactory.inspectAggregate(aggregate.type(), parameters);
        return AggregateAnnotationCommandHandler.<T>builder()
                .aggregateType(aggregate.type())
                .aggregateModel(model)
                .parameterResolverFactory(parameters)
                .repository(RegionalRepository.of(aggregate, model, store, region, clock))
                .commandTargetResolver(command ->
                        new VersionedAggregateIdentifier(((Command<?>) command.getPayload()).subject(), null))
                .build();
    }
}
