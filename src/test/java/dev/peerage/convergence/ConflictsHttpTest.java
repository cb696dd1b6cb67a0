package dev.peerage.convergence;

import static dev.peerage.eventstore.Writing.in;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.eventstore.Replication;
import dev.peerage.eventstore.Writing;
import dev.peerage.group.GroupEvent.GroupMembershipPolicySet;
import dev.peerage.group.GroupEvent.GroupNameSet;
import dev.peerage.group.GroupId;
import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.testing.PeerageTest;
import dev.peerage.user.UserEvent.UserActiveSet;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserId;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The list of what was written concurrently. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class ConflictsHttpTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    @LocalServerPort
    int port;

    @Autowired
    DataSource database;

    @Autowired
    MeterRegistry meters;

    @Autowired
    List<ConvergentResources> types;

    private Client client;
    private String id;

    @BeforeEach
    void connect() {
        client = new Client(port);
        id = "conflicts-" + NUMBER.incrementAndGet();
    }

    @Test
    void everyConcurrentlyWrittenFieldIsListedWithItsWinnerAndLosers() throws IOException {
        UserId user = new UserId(id);
        Answer put = put("/users/" + id, "{\"username\":\"%s\",\"name\":\"Here\"}".formatted(id));
        Instant written = Instant.parse(put.json().get("updatedAt").stringValue());
        receive(
                in("us").at(NOON).event(new UserNameSet(user, "From us")),
                in("ap").at(NOON.plusSeconds(1)).event(new UserNameSet(user, null)),
                in("us").at(NOON).event(new UserAttributeSet(user, "floor", "1")),
                in("ap").at(NOON.plusSeconds(1)).event(new UserAttributeSet(user, "floor", "2")),
                in("us").at(NOON).event(new UserActiveSet(user, true)),
                in("ap").at(NOON.plusSeconds(1)).event(new UserActiveSet(user, false)));
        awaitListed(3);

        assertThat(listed().get(0)).hasToString("""
                {"type":"user","id":"%s","field":"active",\
                "winner":{"value":false,"at":"2026-11-27T12:00:01Z","region":"ap","actor":"replication"},\
                "losers":[{"value":true,"at":"2026-11-27T12:00:00Z",\
                "region":"us","actor":"replication"}]}""".formatted(id));
        assertThat(listed().get(1).get("field").stringValue()).isEqualTo("attributes.floor");
        JsonNode name = listed().get(2);
        List<JsonNode> values = new ArrayList<>(name.get("losers").values());
        values.add(name.get("winner"));
        assertThat(values)
                .extracting(value -> value.get("value").toString() + " "
                        + value.get("region").stringValue() + " "
                        + value.get("actor").stringValue())
                .containsExactlyInAnyOrder("\"Here\" local admin", "\"From us\" us replication", "null ap replication");
        assertThat(values)
                .filteredOn(value -> value.get("region").stringValue().equals("local"))
                .extracting(value -> Instant.parse(value.get("at").stringValue()))
                .containsExactly(written);
    }

    @Test
    void nextWriteSettlesAConflictAndDeletionAll() throws IOException {
        UserId user = new UserId(id);
        receive(
                in("us").event(new UserNameSet(user, "From us")).event(new UserActiveSet(user, true)),
                in("ap").event(new UserNameSet(user, "From ap")).event(new UserActiveSet(user, false)));
        awaitListed(2);

        Answer patched = send("PATCH", "/users/" + id, "application/merge-patch+json", "{\"name\":\"Settled\"}");
        assertThat(listed("Consistency-Token: " + patched.header("Consistency-Token") + "\r\nPrefer: wait=20\r\n"))
                .extracting(conflict -> conflict.get("field").stringValue())
                .containsExactly("active");

        receive(in("us").after(2).event(new UserDeleted(user)));
        awaitListed(0);
    }

    @Test
    void pagesFollowEachOtherInTheOrderOfTypeIdAndField() throws IOException {
        for (int i = 0; i < 3; i++) {
            UserId user = new UserId(id + "-" + i);
            GroupId group = new GroupId(id + "-" + i);
            receive(
                    in("us").event(new UserNameSet(user, "us")).event(new UserAttributeSet(user, "z", "us")),
                    in("ap").event(new UserNameSet(user, "ap")).event(new UserAttributeSet(user, "z", "ap")),
                    in("us").event(new GroupNameSet(group, "us"))
                            .event(new GroupMembershipPolicySet(group, MembershipPolicy.ADD_WINS)),
                    in("ap").event(new GroupNameSet(group, "ap"))
                            .event(new GroupMembershipPolicySet(group, MembershipPolicy.REMOVE_WINS)));
        }
        awaitListed(12);

        List<String> whole = names(all(1_000));
        assertThat(all(1)).isEqualTo(all(1_000));
        assertThat(all(2)).isEqualTo(all(1_000));
        assertThat(all(3)).isEqualTo(all(1_000));
        assertThat(whole).isSorted();
        assertThat(whole.stream().filter(name -> name.contains(id + "-1")))
                .containsExactly(
                        "group " + id + "-1 membership",
                        "group " + id + "-1 name",
                        "user " + id + "-1 attributes.z",
                        "user " + id + "-1 name");
        assertThat(listed().getFirst().at("/winner/value").stringValue()).isEqualTo("remove-wins");
    }

    @Test
    void cursorOfAnotherListIsRefused() throws IOException {
        put("/users/" + id + "-a", "{\"username\":\"%s-a\"}".formatted(id));
        put("/users/" + id + "-b", "{\"username\":\"%s-b\"}".formatted(id));
        await().until(() -> send("GET", "/users?limit=1", "", "").json().has("next"));
        String cursor = send("GET", "/users?limit=1", "", "").json().get("next").stringValue();

        assertThat(send("GET", "/conflicts?cursor=" + cursor, "", "").status()).isEqualTo(400);
    }

    @Test
    void openConflictsAreCounted() throws IOException {
        UserId user = new UserId(id);
        GroupId group = new GroupId(id);
        receive(
                in("us").event(new UserNameSet(user, "us")).event(new UserActiveSet(user, true)),
                in("ap").event(new UserNameSet(user, "ap")).event(new UserActiveSet(user, false)),
                in("us").event(new GroupNameSet(group, "us")),
                in("ap").event(new GroupNameSet(group, "ap")));
        awaitListed(3);

        assertThat(types.stream().mapToLong(ConvergentResources::conflicts).sum())
                .isEqualTo(all(1_000).size());
        assertThat(meters.get("peerage.conflicts.open").gauge().value()).isNotNegative();
    }

    private static List<String> names(List<JsonNode> conflicts) {
        return conflicts.stream()
                .map(conflict -> conflict.get("type").stringValue() + " "
                        + conflict.get("id").stringValue() + " "
                        + conflict.get("field").stringValue())
                .toList();
    }

    private void receive(Writing... writings) {
        Replication.deliver(database, Writing.history(writings));
    }

    private void awaitListed(int conflicts) {
        await().atMost(Duration.ofSeconds(30)).until(() -> listed().size() == conflicts);
    }

    /** Those of this test. */
    private List<JsonNode> listed(String... headers) throws IOException {
        return all(1_000, headers).stream()
                .filter(conflict -> conflict.get("id").stringValue().startsWith(id))
                .toList();
    }

    private List<JsonNode> all(int limit, String... headers) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        while (true) {
            Answer page = client.send(
                    Client.request("GET", "/api/v1/conflicts?limit=" + limit + cursor, String.join("", headers)));
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            items.addAll(page.json().get("items").values());
            if (!page.json().has("next")) {
                return items;
            }
            cursor = "&cursor=" + page.json().get("next").stringValue();
        }
    }

    private Answer put(String target, String body) throws IOException {
        Answer answer = send("PUT", target, "application/json", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer;
    }

    private Answer send(String method, String target, String type, String body) throws IOException {
        String headers = body.isEmpty() ? "" : "Content-Type: " + type + "\r\n";
        return client.send(Client.request(method, "/api/v1" + target, headers, body.getBytes(UTF_8)));
    }
}
