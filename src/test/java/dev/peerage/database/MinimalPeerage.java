package dev.peerage.database;

import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A Peerage of nothing but the database module. As a program, it adds rows for ever and prints the number of each when
 * that is committed.
 */
@Import(DatabaseConfiguration.class)
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class
})
class MinimalPeerage {

    static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(MinimalPeerage.class)
                .web(WebApplicationType.NONE)
                .run(Stream.concat(
                                Stream.of(
                                        "--peerage.postgres-binaries=" + EmbeddedPostgresTest.BINARIES,
                                        "--spring.flyway.locations=classpath:dev/peerage/database/earlier"),
                                Stream.of(arguments))
                        .toArray(String[]::new));
    }

    static void main(String[] arguments) {
        JdbcClient jdbc = start(arguments).getBean(JdbcClient.class);
        for (int row = 1; ; row++) {
            jdbc.sql("INSERT INTO thing VALUES (?)")
                    .param(Integer.toString(row))
                    .update();
            System.out.println("row " + row);
        }
    }
}
