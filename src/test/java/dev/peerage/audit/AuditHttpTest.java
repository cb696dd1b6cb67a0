package dev.peerage.audit;

import static dev.peerage.audit.AuditClient.eventIds;
import static dev.peerage.audit.AuditClient.items;
import static dev.peerage.eventstore.Writing.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.eventstore.Replication;
import dev.peerage.eventstore.Writing;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import dev.peerage.testing.PeerageTest;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserId;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Who did what, as an admin asks for it. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "peerage.admin-key=" + Client.ADMIN_KEY,
            "peerage.keys.moe.key=" + Client.READER_KEY,
            "peerage.keys.payroll.key=" + Client.WRITER_KEY,
            "peerage.keys.payroll.role=writer"
        })
class AuditHttpTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @LocalServerPort
    int port;

    @Autowired
    DataSource database;

    private AuditClient client;
    private String id;
    private String user;
    private String group;

    @BeforeEach
    void connect() {
        client = new AuditClient(port);
        id = "audit-" + NUMBER.incrementAndGet();
        user = "/users/" + id;
        group = "/groups/" + id;
    }

    @Test
    void historyTellsWhatEachEventChangedNewestFirst() throws IOException {
        client.put(
                user,
                "{\"username\":\"%s\",\"name\":\"Homer\",\"attributes\":{\"floor\":\"1\"}}".formatted(id),
                "X-Request-Id: first");
        Answer patched = client.patch(
                user, "{\"name\":\"Max\",\"active\":false,\"attributes\":{\"floor\":null}}", "X-Request-Id: second");

        List<JsonNode> history = client.items(user + "/history");

        assertThat(history)
                .extracting(item -> item.get("type").stringValue() + " "
                        + item.get("requestId").stringValue() + " " + item.get("changes"))
                .containsExactly(
                        "user.attribute-set second " + change("attributes.floor", "\"1\"", "null"),
                        "user.active-set second " + change("active", "true", "false"),
                        "user.name-set second " + change("name", "\"Homer\"", "\"Max\""),
                        "user.attribute-set first " + change("attributes.floor", "null", "\"1\""),
                        "user.name-set first " + change("name", "null", "\"Homer\""),
                        "user.username-set first [" + oneChange("username", "null", "\"%s\"".formatted(id)) + ","
                                + oneChange("active", "null", "true") + "]");
        JsonNode newest = history.getFirst();
        assertThat(newest.propertyNames())
                .containsExactly("eventId", "type", "at", "region", "actor", "requestId", "changes");
        assertThat(newest.get("eventId").stringValue()).isEqualTo("user/%s@local~6".formatted(id));
        assertThat(newest.get("region").stringValue()).isEqualTo("local");
        assertThat(newest.get("actor").stringValue()).isEqualTo("admin");
        assertThat(newest.get("at")).isEqualTo(patched.json().get("updatedAt"));
    }

    private static String change(String field, String from, String to) {
        return "[" + oneChange(field, from, to) + "]";
    }

    private static String oneChange(String field, String from, String to) {
        return "{\"field\":\"%s\",\"from\":%s,\"to\":%s}".formatted(field, from, to);
    }

    @Test
    void deletionTakesEveryFieldAwayAndEndsNoHistory() throws IOException {
        client.put(group, "{\"name\":\"Pin Pals\",\"membership\":\"remove-wins\"}");
        client.delete(group);

        List<JsonNode> history = client.items(group + "/history");

        assertThat(history).hasSize(3);
        assertThat(history.getFirst().get("type").stringValue()).isEqualTo("group.deleted");
        assertThat(history.getFirst().get("changes"))
                .hasToString("[" + oneChange("name", "\"Pin Pals\"", "null") + ","
                        + oneChange("membership", "\"remove-wins\"", "null") + "]");
    }

    @Test
    void membershipIsAResourceOfItsOwn() throws IOException {
        client.put(user, "{\"username\":\"%s\"}".formatted(id));
        client.put(group, "{\"name\":\"Pin Pals\"}");
        client.put(group + "/members/" + id, "");
        client.delete(group + "/members/" + id);

        List<JsonNode> told = client.items("/audit?subject=membership/%1$s/%1$s".formatted(id));

        assertThat(told)
                .extracting(item -> item.get("type").stringValue() + " " + item.get("changes"))
                .containsExactly(
                        "membership.removed " + change("member", "true", "false"),
                        "membership.added " + change("member", "false", "true"));
    }

    /** What arrives from elsewhere says what its writer saw, not what was shown here. */
    @Test
    void changeIsToldAsItsWriterSawIt() throws IOException {
        UserId homer = new UserId(id);
        client.put(user, "{\"username\":\"%s\",\"name\":\"Here\"}".formatted(id));
        receive(
                in("us").at(NOON).event(new UserNameSet(homer, "Us")).event(new UserNameSet(homer, "Us again")),
                in("ap").at(NOON).seeing("us~1").event(new UserNameSet(homer, "Ap")));

        assertThat(client.items("/audit?subject=user/%s&to=2026-01-02T00:00:00Z".formatted(id)))
                .extracting(item -> item.get("region").stringValue() + " "
                        + item.at("/changes/0/from").toString() + " "
                        + item.at("/changes/0/to").toString())
                .containsExactly("us \"Us\" \"Us again\"", "us null \"Us\"", "ap \"Us\" \"Ap\"");
    }

    @Test
    void resourceThatNeverWasHasNoHistory() throws IOException {
        assertThat(client.get(user + "/history").problem().get("status").intValue())
                .isEqualTo(404);
        assertThat(client.get(group + "/history").problem().get("status").intValue())
                .isEqualTo(404);
        assertThat(client.get("/users/a%20b/history").problem().get("status").intValue())
                .isEqualTo(400);
        assertThat(client.items("/audit?subject=user/" + id)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            subject=user/%s                                                   | subject user/%s
            actor=replication                                                 | actor replication
            type=user.name-set                                                | type user.name-set
            region=us                                                         | region us
            from=2026-01-01T12:00:00.001Z                                     | from 2026-01-01T12:00:00.001Z
            from=2026-01-01T13:00:00.0001%%2B01:00                            | from 2026-01-01T12:00:00.001Z
            to=2026-01-01T12:00:00.001Z                                       | to 2026-01-01T12:00:00.001Z
            subject=user/%s&type=user.attribute-set&region=ap                 | subject user/%s type user.attribute-set region ap
            region=ap&actor=replication&to=2026-01-01t12:00:00.002z           | region ap to 2026-01-01T12:00:00.002Z
            type=user.name-set&from=2026-01-01T12:00:00Z&to=2026-01-01T12:00:00.002Z | type user.name-set from 2026-01-01T12:00:00Z to 2026-01-01T12:00:00.002Z
            actor=nobody-of-that-name                                         | actor nobody-of-that-name
            region=nowhere                                                    | region nowhere
            """)
    void filterLeavesOutAllOthersAndNoneOfThese(String query, String meaning) throws IOException {
        client.put(user, "{\"username\":\"%s\"}".formatted(id));
        UserId homer = new UserId(id);
        receive(
                in("us").at(NOON).event(new UserNameSet(homer, "1")).event(new UserAttributeSet(homer, "a", "1")),
                in("ap").at(NOON).event(new UserNameSet(homer, "2")).event(new UserAttributeSet(homer, "a", "2")),
                in("us").after(2).at(NOON.plusMillis(1)).event(new UserNameSet(new UserId(id + "-b"), "3")));
        List<String> expected = eventIds(client.walk("/audit", 1_000).stream()
                .filter(asked(meaning.formatted(id)))
                .toList());

        String path = "/audit?" + query.formatted(id);

        assertThat(eventIds(client.walk(path, 1_000))).isEqualTo(expected);
        assertThat(eventIds(client.walk(path, 2))).isEqualTo(expected);
        assertThat(eventIds(client.export(path))).isEqualTo(expected);
        assertThat(expected.isEmpty()).isEqualTo(query.contains("=no"));
    }

    private static Predicate<JsonNode> asked(String meaning) {
        String[] words = meaning.split(" ");
        Predicate<JsonNode> all = _ -> true;
        for (int i = 0; i < words.length; i += 2) {
            String name = words[i];
            String value = words[i + 1];
            all = all.and(
                    switch (name) {
                        case "subject" ->
                            item -> item.get("eventId").stringValue().startsWith(value + "@");
                        case "from" -> item -> !at(item).isBefore(Instant.parse(value));
                        case "to" -> item -> at(item).isBefore(Instant.parse(value));
                        default -> item -> item.get(name).stringValue().equals(value);
                    });
        }
        return all;
    }

    private static Instant at(JsonNode item) {
        return Instant.parse(item.get("at").stringValue());
    }

    @Test
    void everyEventOfTheLogIsToldExactlyOnce() throws IOException {
        client.put(user, "{\"username\":\"%s\",\"name\":\"Homer\"}".formatted(id));
        receive(in("us").at(NOON).event(new UserNameSet(new UserId(id), "Us")));
        List<String> events = JdbcClient.create(database)
                .sql("select subject || '@' || origin || '~' || sequence from event")
                .query((row, _) -> row.getString(1))
                .list();

        List<String> told = eventIds(client.export("/audit"));

        assertThat(told).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(events);
        assertThat(eventIds(client.walk("/audit", 1))).isEqualTo(told);
        assertThat(eventIds(client.walk("/audit", 7))).isEqualTo(told);
        assertThat(client.export("/audit")).isEqualTo(client.walk("/audit", 1_000));
    }

    /** A release that does not know a type, as before an upgrade, still shows who did something when. */
    @ParameterizedTest
    @CsvSource({
        "UserShoeSizeSet,1,{},UserShoeSizeSet",
        "UserNameSet,2,{},user.name-set",
        "UserNameSet,1,[],user.name-set"
    })
    void eventThatCannotBeReadIsToldWithoutItsChanges(String type, int revision, String payload, String shown)
            throws IOException {
        receive(in("us").at(NOON).event(new UserNameSet(new UserId(id), "Us")));
        Stamp stamp = new Stamp(
                new Dot(Region.of("us"), 2),
                VersionVector.parse("us~1"),
                HybridTime.of(NOON.plusMillis(5).toEpochMilli(), 0));
        Replication.deliver(JdbcClient.create(database), "user/" + id, stamp, type, revision, payload);

        List<JsonNode> history = client.items(user + "/history");

        assertThat(eventIds(history)).containsExactly("user/%s@us~2".formatted(id), "user/%s@us~1".formatted(id));
        assertThat(history.getFirst().get("type").stringValue()).isEqualTo(shown);
        assertThat(history.getFirst().get("changes")).isEmpty();
        assertThat(history.getFirst().has("requestId")).isFalse();
    }

    /** What has come is newer than the first page; or older, and in its place. */
    @Test
    void pagesGoOnWhereTheyWereThoughEventsArrive() throws IOException {
        UserId homer = new UserId(id);
        client.put(user, "{\"username\":\"%s\",\"name\":\"Homer\",\"email\":\"%1$s@example.org\"}".formatted(id));
        receive(in("us").at(NOON).event(new UserNameSet(homer, "1")));
        List<String> before = eventIds(client.items(user + "/history"));
        Answer first = client.get(user + "/history?limit=2");

        client.patch(user, "{\"name\":\"Newer\"}");
        receive(in("ap").at(NOON.minusSeconds(1)).event(new UserNameSet(homer, "Older")));
        List<String> rest = eventIds(items(
                client.get(user + "/history?cursor=" + first.json().get("next").stringValue())));

        assertThat(before).hasSize(4);
        assertThat(rest).containsExactly(before.get(2), before.get(3), "user/%s@ap~1".formatted(id));
    }

    private void receive(Writing... writings) {
        Replication.deliver(database, Writing.history(writings));
    }
}
