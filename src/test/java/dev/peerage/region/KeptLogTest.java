package dev.peerage.region;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@ExtendWith(OutputCaptureExtension.class)
class KeptLogTest {

    private static final String SLOT = "peerage_eu_to_us";

    @Test
    void healthLogAndMetricsTellOfASlotBeforeItIsGivenUp(CapturedOutput output) throws Exception {
        try (TestDatabase.Server server = TestDatabase.Server.start();
                RegionInTest eu = RegionInTest.on(server.createMigrated(), "eu").start()) {
            JdbcClient sql = eu.sql();
            sql.sql("alter system set max_slot_wal_keep_size = '64MB'").update();
            sql.sql("select pg_reload_conf()").query(Boolean.class).single();
            sql.sql("select pg_create_logical_replication_slot(?, 'pgoutput')")
                    .param(SLOT)
                    .query((_, _) -> SLOT)
                    .single();
            assertThat(health(eu).get("status").stringValue()).isEqualTo("UP");

            await().atMost(ofSeconds(60)).pollInterval(ofSeconds(0)).until(() -> {
                writeAheadLog(sql);
                return health(eu).get("status").stringValue().equals("WARNING");
            });

            assertThat(health(eu)
                            .at("/components/links/details/slotsRunningOutOfLog/0")
                            .stringValue())
                    .isEqualTo(SLOT);
            assertThat(walStatus(sql)).isNotEqualTo("lost");
            await().atMost(ofSeconds(20))
                    .untilAsserted(() -> assertThat(output)
                            .containsPattern(
                                    "WARN .*slot peerage_eu_to_us keeps \\d+ MB .* will be given up after \\d+ MB"));
            assertThat(eu.get("/actuator/metrics/peerage.link.kept?tag=peer:us")
                            .at("/measurements/0/value")
                            .doubleValue())
                    .isGreaterThan(40e6);
            HttpResponse<String> withoutKey = withoutKey(eu);
            assertThat(withoutKey.statusCode()).isEqualTo(200);
            assertThat(withoutKey.body()).contains("WARNING").doesNotContain(SLOT);
        }
    }

    private static JsonNode health(RegionInTest region) throws IOException {
        return region.get("/actuator/health");
    }

    /** Some two megabytes. */
    private static void writeAheadLog(JdbcClient sql) {
        sql.sql("select pg_logical_emit_message(false, 'test', repeat('x', 2000000))")
                .query((_, _) -> true)
                .single();
    }

    private static String walStatus(JdbcClient sql) {
        return sql.sql("select wal_status from pg_replication_slots where slot_name = ?")
                .param(SLOT)
                .query(String.class)
                .single();
    }

    private static HttpResponse<String> withoutKey(RegionInTest region) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:%d/actuator/health".formatted(region.port())))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
