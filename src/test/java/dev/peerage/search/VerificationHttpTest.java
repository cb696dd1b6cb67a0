package dev.peerage.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.generate.GeneratedPeople;
import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Views compared with the log all the time, as an operator sees it. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "peerage.admin-key=" + Client.ADMIN_KEY,
            "peerage.verify.interval=20ms",
            "peerage.verify.sample=1000"
        })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class VerificationHttpTest {

    private static final Pattern TOLD = Pattern.compile("is not what the log says of (.+) in [a-z]+:");
    private static final Duration LONG = Duration.ofMinutes(1);

    @Autowired
    DataSource database;

    @Autowired
    Indexes indexes;

    private Client client;

    @BeforeAll
    void fill(@LocalServerPort int port) {
        client = new Client(port);
        send("POST", "/import", "Content-Type: application/x-ndjson\r\n", GeneratedPeople.lines(500, 20, 13));
        for (int i = 0; i < 6; i++) {
            put(
                    "/users/u" + i,
                    "{\"username\":\"u%d\",\"name\":\"Steady %d\",\"email\":\"u%d@example.org\"}".formatted(i, i, i));
            put("/groups/g" + i, "{\"name\":\"Group %d\"}".formatted(i));
            put("/groups/g0/members/u" + i, "");
        }
        // or the views would put right what is made wrong
        var _ = fingerprint();
    }

    private void sql(String statement) {
        assertThat(JdbcClient.create(database).sql(statement).update()).isEqualTo(1);
    }

    private Map<String, String> differences(String view) {
        Map<String, String> differences = new TreeMap<>();
        get("/admin/views/" + view + "/differences")
                .get("items")
                .forEach(item -> differences.put(
                        item.get("subject").stringValue(), item.get("what").stringValue()));
        return differences;
    }

    private double differingByMetric(String view) {
        try {
            return client.get("/actuator/metrics/peerage.view.differing?tag=view:" + view)
                    .json()
                    .at("/measurements/0/value")
                    .doubleValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode health() {
        try {
            return client.get("/actuator/health").json();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode mend(String view) {
        return send("POST", "/admin/views/" + view + "/mend", "", new byte[0]).json();
    }

    /** What the views hold when they have caught up. */
    private JsonNode fingerprint() {
        return send("GET", "/admin/fingerprint", "Prefer: wait=30\r\n", new byte[0])
                .json();
    }

    @Test
    void wrongRowsOfEveryPartAreToldWhileOthersAreWrittenAndMendedByOneRequest(CapturedOutput output) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Map<String, String> injected = new TreeMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < 3; w++) {
                String own = "w" + w;
                writers.add(threads.submit(() -> {
                    for (int i = 0; !over.get(); i++) {
                        String user = own + "-" + i % 20;
                        put("/users/" + user, "{\"username\":\"%s\",\"name\":\"N%d\"}".formatted(user, i));
                        put("/groups/g1/members/" + user, "");
                        send("DELETE", "/groups/g1/members/" + user, "", new byte[0]);
                    }
                }));
            }
            try {
                injected.putAll(inject());
                await().atMost(LONG).until(() -> differences("directory").size() >= injected.size());
                assertThat(differences("directory")).isEqualTo(injected);
                assertThat(differingByMetric("directory")).isEqualTo(injected.size());
                assertThat(health().get("status").stringValue()).isEqualTo("WARNING");
                assertThat(health().at("/components/verification/details/directory/differing")
                                .intValue())
                        .isEqualTo(injected.size());
                assertThat(client.get("/actuator/health/readiness").status()).isEqualTo(200);
                assertThat(output)
                        .containsOnlyOnce("of user/u0 in users: state")
                        .doesNotContain("Nobody");

                JsonNode mending = mend("directory");

                assertThat(mending.get("mended").valueStream().map(JsonNode::stringValue))
                        .containsExactlyInAnyOrderElementsOf(injected.keySet());
                assertThat(mending.get("differing")).isEmpty();
                assertThat(mend("directory").get("mended")).isEmpty();
                // what it shows of them was told as different from the index, which was right
                await().atMost(LONG).until(() -> differences("search").isEmpty());
                assertThat(differingByMetric("directory")).isZero();
                assertThat(health().get("status").stringValue()).isEqualTo("UP");
            } finally {
                over.set(true);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        assertThat(get("/users/u0").get("name").stringValue()).isEqualTo("Steady 0");
        JsonNode mended = fingerprint();
        for (String view : List.of("directory", "search")) {
            send("POST", "/admin/views/" + view + "/rebuild", "", new byte[0]);
            await().atMost(LONG)
                    .until(() -> get("/admin/views")
                            .valueStream()
                            .allMatch(each -> each.get("state").stringValue().equals("live")));
        }
        assertThat(fingerprint()).isEqualTo(mended);
        assertThat(TOLD.matcher(output.getOut()).results().map(told -> told.group(1)))
                .as("nothing else was called wrong")
                .isSubsetOf(injected.keySet());
    }

    /** What differs from then on, and in what. */
    private Map<String, String> inject() {
        Map<String, String> injected = new TreeMap<>();
        sql("update directory_user set state = jsonb_set(state, '{name,0,0}', '\"Nobody\"') where id = 'u0'");
        injected.put("user/u0", "state");
        sql("update directory_user set name = 'Nobody', email_key = null where id = 'u1'");
        injected.put("user/u1", "name, email_key");
        sql("delete from directory_user where id = 'u2'");
        injected.put("user/u2", "missing");
        sql("update directory_user set state = '[]' where id = 'u3'");
        injected.put("user/u3", "unreadable");
        sql("""
                insert into directory_user (id, active, deleted, version, state)
                select 'ghost of ' || id, active, deleted, version, state from directory_user where id = 'u4'""");
        injected.put("user/ghost of u4", "surplus");
        sql("update directory_group set membership = 'remove-wins', version = '' where id = 'g2'");
        injected.put("group/g2", "membership, version");
        sql("delete from directory_group where id = 'g3'");
        injected.put("group/g3", "missing");
        sql(
                "insert into directory_group select 'ghost', name, membership, deleted, version, state from directory_group where id = 'g4'");
        injected.put("group/ghost", "surplus");
        sql("update directory_membership set add_wins = false where group_id = 'g0' and user_id = 'u0'");
        injected.put("membership/g0/u0", "add_wins");
        sql("delete from directory_membership where group_id = 'g0' and user_id = 'u1'");
        injected.put("membership/g0/u1", "missing");
        sql("""
                insert into directory_membership (group_id, user_id, add_wins, remove_wins, version, state)
                select 'ghost', user_id, add_wins, remove_wins, version, state
                from directory_membership where group_id = 'g0' and user_id = 'u2'""");
        injected.put("membership/ghost/u2", "surplus");
        return injected;
    }

    @Test
    void wrongEntriesOfTheIndexAreToldAndMended() {
        JsonNode right = fingerprint();
        Searched wrong = new Searched(List.of(), "Nobody", List.of(), List.of(), true, null);
        indexes.live()
                .put(List.of(new Entry("user", "u4", wrong), new Entry("group", "ghost", wrong)), List.of("group/g4"));

        await().atMost(LONG).until(() -> differences("search").size() == 3);

        assertThat(differences("search"))
                .isEqualTo(Map.of("user/u4", "entry", "group/ghost", "surplus", "group/g4", "missing"));
        assertThat(differingByMetric("search")).isEqualTo(3);
        assertThat(mend("search").get("mended")).hasSize(3);
        assertThat(differences("search")).isEmpty();
        assertThat(differences("directory")).isEmpty();
        assertThat(fingerprint()).isEqualTo(right);
    }

    @Test
    void whatIsMendedInTheDirectoryIsFoundAsItIsThen() {
        sql("update directory_user set state = jsonb_set(state, '{name,0,0}', '\"Wrongly Named\"') where id = 'u5'");
        assertThat(mendOne("search", "user/u5").get("mended")).hasSize(1);
        assertThat(get("/users?q=wrongly").get("items")).hasSize(1);

        assertThat(mendOne("directory", "user/u5").get("mended")).hasSize(1);

        assertThat(get("/users?q=wrongly").get("items")).isEmpty();
        assertThat(get("/users?q=steady+5").at("/items/0/id").stringValue()).isEqualTo("u5");
        assertThat(mendOne("directory", "user/u5").get("mended")).isEmpty();
    }

    private JsonNode mendOne(String view, String subject) {
        return send("POST", "/admin/views/" + view + "/mend?subject=" + subject, "", new byte[0])
                .json();
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThat(status("GET", "/admin/views/phone-book/differences")).isEqualTo(404);
        assertThat(status("POST", "/admin/views/phone-book/mend")).isEqualTo(404);
        for (String malformed : List.of("homer", "user/", "user/%00", "/homer", "user/%20")) {
            assertThat(status("POST", "/admin/views/search/mend?subject=" + malformed))
                    .as(malformed)
                    .isEqualTo(400);
        }
        for (String unheardOf : List.of("user/a/b", "membership/a", "membership/a/b/c", "car/red", "user/unheard-of")) {
            for (String view : List.of("search", "directory")) {
                JsonNode mending = mendOne(view, unheardOf);
                assertThat(mending.get("mended")).as(unheardOf).isEmpty();
                assertThat(mending.get("differing").findValuesAsString("subject"))
                        .doesNotContain(unheardOf);
            }
        }
    }

    private int status(String method, String target) {
        try {
            return client.send(Client.request(method, "/api/v1" + target, "", new byte[0]))
                    .status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(String target, String body) {
        send("PUT", target, body.isEmpty() ? "" : "Content-Type: application/json\r\n", body.getBytes(UTF_8));
    }

    private JsonNode get(String target) {
        return send("GET", target, "", new byte[0]).json();
    }

    private Answer send(String method, String target, String headers, byte[] body) {
        try {
            Answer answer = client.send(Client.request(method, "/api/v1" + target, headers, body));
            assertThat(answer.status())
                    .as(method + " " + target + ": " + answer.body())
                    .isLessThan(300);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
