package dev.peerage.region;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What is named as a peer and cannot be one: the region says what to do, and writes nothing, here or there. */
@ExtendWith(OutputCaptureExtension.class)
class PeerRefusedTest {

    private static final String REGIONS = "/api/v1/admin/regions/";

    private static TestDatabase.Server server;
    private static RegionInTest eu;

    /** The database of a region that was started once. */
    private static TestDatabase us;

    @BeforeAll
    static void start() {
        server = TestDatabase.Server.start();
        us = server.createMigrated();
        try (RegionInTest once = RegionInTest.on(us, "us")) {
            once.start();
        }
        eu = RegionInTest.on(server.createMigrated(), "eu").start();
    }

    @AfterAll
    static void close() {
        eu.close();
        server.close();
    }

    @AfterEach
    void retire() throws IOException {
        for (String peer : List.of("us", "ap")) {
            eu.send("DELETE", REGIONS + peer, null);
        }
    }

    @ParameterizedTest
    @CsvSource({"POST,nowhere/pause", "POST,nowhere/resume", "DELETE,nowhere", "POST,eu/pause", "POST,NO SUCH/pause"})
    void whoIsNoPeerIsNotFound(String method, String path) throws IOException {
        HttpResponse<String> answer = eu.send(method, REGIONS + path.replace(" ", "%20"), null);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "somewhere",
                "http://u:secret@host/peerage",
                "postgresql://u:secret@host",
                "postgresql://u:secret@/x",
                "postgresql://u:secret@host/x?options=-c",
                "postgresql://u:sec ret@host/x",
                "file:",
                "file:\\u0000secret"
            })
    void anAddressThatIsNoneIsRefusedAndNotRepeated(String address) throws IOException {
        HttpResponse<String> answer = eu.send("PUT", REGIONS + "us", "{\"address\":\"%s\"}".formatted(address));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JsonMapper.shared()
                        .readTree(answer.body())
                        .at("/errors/0/field")
                        .stringValue())
                .isEqualTo("address");
        assertThat(answer.body()).doesNotContain("secret", "sec ret");
        assertThat(eu.get("/api/v1/admin/regions").get("peers")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            us   | {}
            us   | {"address": null}
            us   | {"address": 5}
            us   | {"address": "postgresql://host/x", "port": 1}
            us   | []
            eu   | {"address": "postgresql://host/x"}
            U%53 | {"address": "postgresql://host/x"}
            seventeen-letters | {"address": "postgresql://host/x"}
            """)
    void aBodyOrANameThatIsNoneIsRefused(String peer, String body) throws IOException {
        HttpResponse<String> answer = eu.send("PUT", REGIONS + peer, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(eu.get("/api/v1/admin/regions").get("peers")).isEmpty();
    }

    @Test
    void aDatabaseThatIsNotOfPeerageIsRefused() throws IOException {
        mustBeRefused("us", server.create(), "is no database of Peerage", "Name the database of a region");
    }

    private static TestDatabase newerThan(TestDatabase region) {
        TestDatabase newer = copyOf(region);
        sql(newer).sql("""
                        insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by,
                                                           execution_time, success)
                        values (999, '999', 'later', 'SQL', 'V999__later.sql', 'x', 1, true)""").update();
        return newer;
    }

    /** Regions are upgraded one after the other. */
    @Test
    void aNewerSchemaThatHasOnlyMoreIsNotRefused() throws IOException {
        put("us", newerThan(us));

        await().atMost(ofSeconds(30)).until(() -> eu.stateOf("us").equals("streaming"));
    }

    @Test
    void aNewerSchemaThatHasToBeKnownIsRefused() throws IOException {
        TestDatabase newer = newerThan(us);
        sql(newer).sql("update schema_floor set version = 999").update();

        mustBeRefused("us", newer, "has schema 999", "Upgrade this region");
    }

    @Test
    void anotherRegionThanNamedIsRefused() throws IOException {
        mustBeRefused("ap", us, "is that of the region us, and not of ap", "Have peerage.peers.ap lead to");
    }

    @Test
    void aSecondDatabaseOfThisRegionsNameIsRefused() throws IOException {
        TestDatabase another = copyOf(us);
        sql(another)
                .sql("update this_region set name = 'eu', id = ?")
                .param(UUID.randomUUID())
                .update();

        mustBeRefused("us", another, "a region named eu, as this one is", "Regions need different names");
    }

    @Test
    void thisVeryDatabaseIsRefused() throws IOException {
        mustBeRefused("us", eu.database(), "It is this very database, or a copy of it", "Regions need different names");
    }

    @Test
    void anotherDatabaseUnderTheNameOfAKnownPeerIsRefused() throws IOException {
        put("us", us);
        await().atMost(ofSeconds(30)).until(() -> eu.stateOf("us").equals("streaming"));
        TestDatabase another = server.createMigrated();
        try (RegionInTest once = RegionInTest.on(another, "us")) {
            once.start();
        }

        mustBeRefused("us", another, "is another one than before", "retire it here and add it again");

        put("us", us);
        await().atMost(ofSeconds(30)).until(() -> eu.stateOf("us").equals("streaming"));
    }

    @Test
    void aWrongPasswordIsToldAndNotShown(CapturedOutput output) throws IOException {
        String address = address(us).replace(":" + us.password() + "@", ":wrong-secret@");
        eu.write("PUT", REGIONS + "us", "{\"address\":\"%s\"}".formatted(address));

        await().atMost(ofSeconds(30))
                .untilAsserted(() -> assertThat(eu.link("us").get("error").stringValue())
                        .contains("password authentication failed"));

        assertThat(eu.get("/api/v1/admin/regions").toString()).doesNotContain("wrong-secret", us.password());
        assertThat(output).contains("password authentication failed").doesNotContain("wrong-secret", us.password());
    }

    private void mustBeRefused(String peer, TestDatabase database, String problem, String action) throws IOException {
        Map<String, Object> before = state(database);
        Map<String, Object> linksBefore = links(sql(eu.database()));

        put(peer, database);

        await().atMost(ofSeconds(30)).untilAsserted(() -> {
            assertThat(eu.stateOf(peer)).isEqualTo("down");
            assertThat(eu.link(peer).path("error").stringValue(""))
                    .contains(problem, action)
                    .doesNotContain(database.password());
        });
        assertThat(state(database)).isEqualTo(before);
        assertThat(links(sql(eu.database()))).isEqualTo(linksBefore);
        if (!"us".equals(peer) || List.of().equals(linksBefore.get("subscriptions"))) {
            eu.write("DELETE", REGIONS + peer, null);
            assertThat(state(database)).as("after it was retired").isEqualTo(before);
        }
    }

    private static void put(String peer, TestDatabase database) throws IOException {
        eu.write("PUT", REGIONS + peer, "{\"address\":\"%s\"}".formatted(address(database)));
    }

    private static String address(TestDatabase database) {
        return RegionInTest.address(database, database.server().port());
    }

    private static TestDatabase copyOf(TestDatabase original) {
        TestDatabase copy = server.create();
        JdbcClient postgres = sql(original);
        postgres.sql("drop database " + copy.name()).update();
        sql(server.create())
                .sql("create database %s template %s".formatted(copy.name(), original.name()))
                .update();
        return copy;
    }

    private static JdbcClient sql(TestDatabase database) {
        return JdbcClient.create(database.dataSource());
    }

    /** Everything that a link, or a wrong idea of one, could leave in a database. */
    private static Map<String, Object> state(TestDatabase database) {
        JdbcClient sql = sql(database);
        Map<String, Object> state = links(sql);
        if (database == eu.database()) {
            return state;
        }
        for (String table : sql.sql("select tablename from pg_tables where schemaname = 'public' order by 1")
                .query(String.class)
                .list()) {
            state.put(
                    table,
                    sql.sql("select coalesce(string_agg(t::text, ',' order by t::text), '') from %s t".formatted(table))
                            .query(String.class)
                            .single());
        }
        return state;
    }

    private static Map<String, Object> links(JdbcClient sql) {
        Map<String, Object> links = new TreeMap<>();
        links.put("publications", names(sql, "select pubname from pg_publication"));
        links.put(
                "slots", names(sql, "select slot_name from pg_replication_slots where database = current_database()"));
        links.put("subscriptions", names(sql, """
                        select subname from pg_subscription
                        where subdbid = (select oid from pg_database where datname = current_database())"""));
        return links;
    }

    private static List<String> names(JdbcClient sql, String query) {
        return sql.sql(query + " order by 1")
                .query((row, _) -> row.getString(1))
                .list();
    }
}
