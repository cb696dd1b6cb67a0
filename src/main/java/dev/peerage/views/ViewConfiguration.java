package dev.peerage.views;

import com.zaxxer.hikari.HikariDataSource;
import dev.peerage.eventstore.LogEnd;
import dev.peerage.eventstore.Marks;
import dev.peerage.eventstore.Subjects;
import dev.peerage.nodes.Nodes;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties({ViewProperties.class, VerifyProperties.class})
class ViewConfiguration {

    /** Longer than any batch takes; after it another node may take a segment over that a silent one has. */
    private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration BETWEEN_EXTENSIONS = Duration.ofSeconds(1);

    @Bean
    ViewTables viewTables(DataSource main) throws SQLException {
        return new ViewTables(main.unwrap(HikariDataSource.class), 8);
    }

    @Bean
    StoppedSubjects stoppedSubjects(ViewTables tables) {
        return new StoppedSubjects(tables);
    }

    @Bean
    Forms forms(List<FoldedView<?, ?>> parts, ViewTables tables) {
        return new Forms(parts, tables);
    }

    @Bean
    TokenStore viewTokens(ViewTables tables, Nodes nodes, Forms forms) {
        return tokenStore(tables, nodes.name(), forms, BETWEEN_EXTENSIONS);
    }

    @Bean
    ViewPositions viewPositions(DataSource main, ViewTables tables, Nodes nodes) {
        return new ViewPositions(main, tables, nodes);
    }

    @Bean
    Standstill standstill(ViewTables tables, ViewPositions positions, Nodes nodes) {
        return new Standstill(tables, positions, nodes);
    }

    @Bean
    ViewProcessors viewProcessors(
            List<FoldedView<?, ?>> parts,
            List<Generations> generations,
            StreamableMessageSource<TrackedEventMessage<?>> log,
            TokenStore viewTokens,
            ViewTables tables,
            StoppedSubjects stopped,
            ViewProperties properties,
            MeterRegistry meters,
            ViewPositions positions,
            Standstill standstill,
            Forms forms,
            Nodes nodes) {
        return new ViewProcessors(
                parts,
                generations,
                log,
                viewTokens,
                tables,
                stopped,
                properties,
                meters,
                positions,
                standstill,
                forms,
                nodes);
    }

    @Bean
    Dealing dealing(
            ViewProcessors processors, ViewPositions positions, Standstill standstill, Forms forms, Nodes nodes) {
        Dealing dealing = new Dealing(processors.all(), positions, standstill, forms, nodes);
        dealing.deal();
        nodes.onLook(dealing::deal);
        return dealing;
    }

    @Bean
    Lookout lookout(ViewProcessors processors, ViewPositions positions) {
        return new Lookout(processors.all(), positions);
    }

    @Bean
    Views views(ViewProcessors processors, StoppedSubjects stopped, LogEnd end, Marks marks) {
        return new Views(processors.all(), processors.waitingForRows(), stopped, end, marks);
    }

    @Bean
    RowRepair rowRepair(ViewProcessors processors, StoppedSubjects stopped, Subjects subjects) {
        return new RowRepair(processors.all(), stopped, subjects);
    }

    @Bean
    Rebuilds rebuilds(
            Views views,
            ViewProcessors processors,
            ViewPositions positions,
            Standstill standstill,
            ViewTables tables,
            StoppedSubjects stopped,
            Subjects subjects,
            LogEnd end,
            Forms forms,
            Nodes nodes) {
        RebuildTable table = new RebuildTable(tables, nodes, forms);
        Rebuilds rebuilds = new Rebuilds(
                views,
                view -> new Rebuild(
                        view,
                        processors.live(view),
                        processors.next(view),
                        processors.generations(view),
                        table,
                        positions,
                        standstill,
                        forms,
                        stopped,
                        tables,
                        subjects,
                        end),
                table,
                positions,
                forms,
                tables);
        nodes.onLook(rebuilds::look);
        return rebuilds;
    }

    @Bean
    Verifications verifications(
            ViewProcessors processors,
            RowRepair repair,
            Rebuilds rebuilds,
            Forms forms,
            Subjects subjects,
            VerifyProperties properties,
            MeterRegistry meters) {
        List<Verification> ofViews = processors.all().stream()
                .map(view -> new Verification(view, processors.ahead(view), repair, subjects))
                .toList();
        new VerificationMetrics(ofViews).bindTo(meters);
        return new Verifications(ofViews, rebuilds, forms, properties);
    }

    @Bean
    VerificationHealth verificationHealthIndicator(Verifications verifications) {
        return new VerificationHealth(verifications);
    }

    static TokenStore tokenStore(ViewTables tables, String node, Forms forms, Duration betweenExtensions) {
        JdbcTokenStore.Builder builder = JdbcTokenStore.builder()
                .connectionProvider(new UnitOfWorkAwareConnectionProviderWrapper(
                        new SpringDataSourceConnectionProvider(tables.database())))
                .schema(TokenSchema.builder()
                        .setTokenTable("processor_token")
                        .setProcessorNameColumn("processor_name")
                        .setTokenTypeColumn("token_type")
                        .build())
                .serializer(tokenSerializer())
                .claimTimeout(CLAIM_TIMEOUT);
        return new OwnedTokens(builder, node, forms::own, betweenExtensions);
    }

    /** A replay token has a property of type Object, which Jackson 3 only reads from classes it is told to trust. */
    static Jackson3Serializer tokenSerializer() {
        return Jackson3Serializer.builder()
                .jsonMapperBuilderCustomizer(
                        mapper -> mapper.polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                                .allowIfBaseType(Object.class)
                                .allowIfSubType("org.axonframework.")
                                .build()))
                .build();
    }

    @Bean
    ViewReadiness viewsHealthIndicator(Views views, Forms forms, LogEnd end) {
        return new ViewReadiness(views, forms, end);
    }

    @Bean
    Tending tending(Views views) {
        return new Tending(views);
    }

    /** What is kept elsewhere than in the database may be out of reach at the start, and may be lost meanwhile. */
    record Tending(Views views) {

        @Scheduled(initialDelay = 2_000, fixedDelay = 2_000)
        void tend() {
            views.tend();
        }
    }

    @Bean
    StoppedSubjectsRetry stoppedSubjectsRetry(RowRepair repair) {
        return new StoppedSubjectsRetry(repair);
    }

    /** What stopped a subject may be over, for example after an update of this software. */
    record StoppedSubjectsRetry(RowRepair repair) {

        @Scheduled(initialDelay = 10_000, fixedDelay = 60_000)
        void retry() {
            repair.resumeStopped();
        }
    }
}
