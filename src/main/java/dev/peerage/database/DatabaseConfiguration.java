package dev.peerage.database;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Tells Spring Boot which database to pool connections to; all of {@code spring.datasource.hikari.*} applies to either.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseConfiguration {

    @Bean
    DataDirectory dataDirectory(DatabaseProperties properties) {
        return DataDirectory.claim(properties.dataDir());
    }

    @Bean
    MigrationsGiveWay migrationsGiveWay() {
        return new MigrationsGiveWay();
    }

    @Bean
    FlywayMigrationStrategy refuseNewerSchema() {
        return new NewerSchemaRefused();
    }

    /**
     * The database Peerage brings along. Beans close before those they were made from: the pool, then the server, then
     * the data directory.
     */
    @Configuration(proxyBeanMethods = false)
    @Conditional(NoUrl.class)
    static class Embedded {

        @Bean
        EmbeddedPostgres embeddedPostgres(DataDirectory directory, DatabaseProperties properties) {
            Path binaries = properties.postgresBinaries();
            Map<String, String> settings = Map.of(
                    "max_slot_wal_keep_size", properties.walKeptForPeers().toMegabytes() + "MB");
            return EmbeddedPostgres.start(
                            directory, binaries == null ? directory.resolve("binaries") : binaries, settings)
                    .keepRunning();
        }

        @Bean
        JdbcConnectionDetails connectionDetails(EmbeddedPostgres server) {
            server.createDatabase(EmbeddedPostgres.DATABASE);
            return new ConnectionDetails(server.url(EmbeddedPostgres.DATABASE), server.username(), server.password());
        }
    }

    /** The database the operator names. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(HasUrl.class)
    static class External {

        @Bean
        JdbcConnectionDetails connectionDetails(
                DataSourceProperties dataSource, DatabaseProperties properties, Environment environment) {
            ConnectionDetails details = new ConnectionDetails(
                    dataSource.determineUrl(), dataSource.determineUsername(), dataSource.determinePassword());
            Map<String, String> driverProperties = Binder.get(environment)
                    .bind("spring.datasource.hikari.data-source-properties", Bindable.mapOf(String.class, String.class))
                    .orElseGet(Map::of);
            new ExternalPostgres(details, driverProperties).check(properties.databaseWait());
            return details;
        }
    }

    static class HasUrl implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return StringUtils.hasText(context.getEnvironment().getProperty("spring.datasource.url"));
        }
    }

    static final class NoUrl extends HasUrl {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !super.matches(context, metadata);
        }
    }
}
