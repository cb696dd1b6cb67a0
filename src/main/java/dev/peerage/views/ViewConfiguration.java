package dev.peerage.views;

import com.zaxxer.hikari.HikariDataSource;
import dev.peerage.eventstore.LogEnd;
import dev.peerage.eventstore.Marks;
import dev.peerage.eventstore.Subjects;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
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
import org.springframework.beans.factory.annotation.Value;
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

    /** Longer than any batch takes; after it another node may take a segment over. */
    private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(10);

    @Bean
    ViewTables viewTables(DataSource main) throws SQLException {
        return new ViewTables(main.unwrap(HikariDataSource.class), 8);
    }

    @Bean
    StoppedSubjects stoppedSubjects(ViewTables tables) {
        return new StoppedSubjects(tables);
    }

    @Bean
    TokenStore viewTokens(ViewTables tables, @Value("${spring.datasource.url:}") String externalDatabase) {
        return tokenStore(tables, node(externalDatabase));
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
            MeterRegistry meters) {
        return new ViewProcessors(parts, generations, log, viewTokens, tables, stopped, properties, meters);
    }

    @Bean
    Views views(ViewProcessors processors, StoppedSubjects stopped, Subjects subjects, LogEnd end, Marks marks) {
        return new Views(processors.all(), processors.waitingForRows(), stopped, subjects, end, marks);
    }

    @Bean
    Rebuilds rebuilds(
            Views views,
            ViewProcessors processors,
            TokenStore viewTokens,
            ViewTables tables,
            StoppedSubjects stopped,
            Subjects subjects,
            LogEnd end) {
        ViewPositions positions = new ViewPositions(viewTokens, tables);
        return new Rebuilds(
                views,
                view -> new Rebuild(
                        view,
                        processors.live(view),
                        processors.next(view),
                        processors.generations(view),
                        positions,
                        stopped,
                        tables,
                        subjects,
                        end),
                tables);
    }

    @Bean
    Verifications verifications(
            ViewProcessors processors,
            Views views,
            Rebuilds rebuilds,
            Subjects subjects,
            VerifyProperties properties,
            MeterRegistry meters) {
        List<Verification> ofViews = processors.all().stream()
                .map(view -> new Verification(view, processors.ahead(view), views, subjects))
                .toList();
        new VerificationMetrics(ofViews).bindTo(meters);
        return new Verifications(ofViews, rebuilds, properties);
    }

    @Bean
    VerificationHealth verificationHealthIndicator(Verifications verifications) {
        return new VerificationHealth(verifications);
    }

    /**
     * Who claims segments. An embedded database has one node, which may take up at once what it held before it was
     * killed; an external one may have several.
     */
    private static String node(String externalDatabase) {
        return externalDatabase.isEmpty()
                ? "embedded"
                : ManagementFactory.getRuntimeMXBean().getName();
    }

    static TokenStore tokenStore(ViewTables tables, String node) {
        return JdbcTokenStore.builder()
                .connectionProvider(new UnitOfWorkAwareConnectionProviderWrapper(
                        new SpringDataSourceConnectionProvider(tables.database())))
                .schema(TokenSchema.builder()
                        .setTokenTable("processor_token")
                        .setProcessorNameColumn("processor_name")
                        .setTokenTypeColumn("token_type")
                        .build())
                .serializer(tokenSerializer())
                .nodeId(node)
                .claimTimeout(CLAIM_TIMEOUT)
                .build();
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
    ViewReadiness viewsHealthIndicator(Views views, LogEnd end) {
        return new ViewReadiness(views, end);
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
    StoppedSubjectsRetry stoppedSubjectsRetry(Views views) {
        return new StoppedSubjectsRetry(views);
    }

    /** What stopped a subject may be over, for example after an update of this software. */
    record StoppedSubjectsRetry(Views views) {

        @Scheduled(initialDelay = 10_000, fixedDelay = 60_000)
        void retry() {
            views.resumeStopped();
        }
    }
}
