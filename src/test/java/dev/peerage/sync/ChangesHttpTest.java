package dev.peerage.sync;

import static dev.peerage.eventstore.Writing.in;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.eventstore.Origins;
import dev.peerage.eventstore.Replication;
import dev.peerage.eventstore.Writing;
import dev.peerage.group.GroupId;
import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.kernel.OriginPositions;
import dev.peerage.kernel.Region;
import dev.peerage.membership.MembershipEvent.MembershipAdded;
import dev.peerage.membership.MembershipEvent.MembershipRemoved;
import dev.peerage.testing.PeerageTest;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import dev.peerage.user.UserId;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import dev.peerage.web.Cursor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A consumer's way from nothing to a copy, and what keeps the copy right. In a directory of its own, as it gets all of it. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY, "peerage.cache-size=32MB"})
class ChangesHttpTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    @Autowired
    DataSource database;

    private final Copy copy = new Copy();
    private Client client;
    private String id;
    private String token = "";

    @BeforeEach
    void connect() {
        client = new Client(port);
        id = "changes-" + NUMBER.incrementAndGet();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1_000})
    void everythingComesFirstAndThenWhatHasChanged(int limit) throws IOException {
        directory();
        follow(limit);
        isWhatIsShown();

        patch("/users/" + id + "-b", "{\"name\":\"Renamed\"}");
        delete("/groups/" + id + "/members/" + id + "-a");
        put("/users/" + id + "-new", "{\"username\":\"%s-new\"}".formatted(id));
        delete("/users/" + id + "-c");
        follow(limit);

        isWhatIsShown();
        assertThat(copy.resource("user " + id + "-b").get("name").stringValue()).isEqualTo("Renamed");
        assertThat(copy.resources())
                .containsKey("user " + id + "-new")
                .containsKey("membership " + id + "/" + id + "-b")
                .doesNotContainKey("membership " + id + "/" + id + "-a")
                .doesNotContainKey("user " + id + "-c");
    }

    /** It is behind the place where the reader is, and nothing of it was there when the reader began. */
    @Test
    void whatChangesWhileEverythingIsReadComesAfterwards() throws IOException {
        directory();
        while (!copy.resources().containsKey("user " + id + "-c")) {
            copy.apply(page(copy, 1), 1);
        }
        patch("/users/" + id + "-a", "{\"name\":\"Renamed\"}");
        delete("/users/" + id + "-b");

        follow(1);

        assertThat(copy.resource("user " + id + "-a").get("name").stringValue()).isEqualTo("Renamed");
        isWhatIsShown();
    }

    @Test
    void whatHasNotChangedDoesNotComeAgain() throws IOException {
        directory();
        follow(1_000);
        patch("/users/" + id + "-b", "{\"name\":\"Renamed\"}");

        JsonNode page = page(copy, 1_000);

        assertThat(page.get("items").valueStream().map(item -> item.get("id").stringValue()))
                .containsExactly(id + "-b");
        copy.apply(page, 1_000);
        page = page(copy, 1_000);
        assertThat(page.get("items").isEmpty()).isTrue();
        assertThat(page.get("more").booleanValue()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1_000})
    void whoIsDeletedLeavesNoMembershipBehind(int limit) throws IOException {
        directory();
        follow(limit);

        delete("/users/" + id + "-b");
        follow(limit);
        isWhatIsShown();
        assertThat(copy.resources()).doesNotContainKey("membership " + id + "/" + id + "-b");

        delete("/groups/" + id);
        follow(limit);
        isWhatIsShown();
        assertThat(copy.resources().keySet()).noneMatch(key -> key.startsWith("membership " + id + "/"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000})
    void anotherReadingOfAGroupsMembershipsIsAChangeOfThem(int limit) throws IOException {
        directory();
        MembershipRemoved removed = new MembershipRemoved(new GroupId(id), new UserId(id + "-b"));
        receive(in("us").event(removed));
        follow(limit);
        assertThat(copy.resources()).containsKey("membership " + id + "/" + id + "-b");

        patch("/groups/" + id, "{\"membership\":\"remove-wins\"}");
        follow(limit);
        isWhatIsShown();
        assertThat(copy.resources()).doesNotContainKey("membership " + id + "/" + id + "-b");

        patch("/groups/" + id, "{\"membership\":\"add-wins\"}");
        follow(limit);
        isWhatIsShown();
        assertThat(copy.resources()).containsKey("membership " + id + "/" + id + "-b");
    }

    @Test
    void aMembershipAppearsWithTheUserItWasKnownBefore() throws IOException {
        directory();
        UserId user = new UserId(id + "-later");
        receive(in("us").event(new MembershipAdded(new GroupId(id), user)));
        follow(1_000);
        assertThat(copy.resources()).doesNotContainKey("membership " + id + "/" + user);

        receive(in("ap").event(new UserUsernameSet(user, id + "-later")));
        follow(1);

        isWhatIsShown();
        assertThat(copy.resources()).containsKey("membership " + id + "/" + user);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000})
    void whoIsContestedByAnotherUsersWriteChangesWithIt(int limit) throws IOException {
        put("/users/" + id, "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\"}".formatted(id));
        follow(limit);
        UserId other = new UserId(id + "-other");
        Writing claims = in("us").at(Instant.parse("2026-01-01T00:00:00Z"))
                .event(new UserUsernameSet(other, id.toUpperCase()))
                .event(new UserEmailSet(other, id + "@EXAMPLE.org"));
        receive(claims);
        follow(limit);
        isWhatIsShown();
        assertThat(copy.resource("user " + id).get("contested").toString()).isEqualTo("[\"username\",\"email\"]");

        receive(in("us").after(2).event(new UserEmailSet(other, null)));
        follow(limit);
        isWhatIsShown();
        assertThat(copy.resource("user " + id).get("contested").toString()).isEqualTo("[\"username\"]");

        receive(in("us").after(3).event(new UserDeleted(other)));
        follow(limit);
        isWhatIsShown();
        assertThat(copy.resource("user " + id).has("contested")).isFalse();
    }

    /** It would be a change that the consumer is not told of once the lower one is here. */
    @Test
    void whatIsNotCompleteYetIsNotPassed() throws IOException {
        follow(1_000);
        UserId user = new UserId(id);
        Replication.deliver(database, Writing.history(in("us").event(new UserUsernameSet(user, id))));
        await().until(() -> client.get("/api/v1/users/" + id).status() == 200);
        put("/users/" + id + "-local", "{\"username\":\"%s-local\"}".formatted(id));
        assertThat(send("GET", copy.request(1_000), token + "Prefer: wait=0\r\n", "")
                        .status())
                .as("not all that the token names can be told yet")
                .isEqualTo(503);
        token = "";
        follow(1_000);
        assertThat(copy.resources()).doesNotContainKey("user " + id);

        Replication.mark(database);
        await().untilAsserted(() -> {
            follow(1_000);
            assertThat(copy.resources()).containsKey("user " + id);
        });
    }

    @Test
    void whoWaitsIsToldOfTheNextChange() throws IOException, ExecutionException, InterruptedException {
        follow(1_000);
        CompletableFuture<Answer> waiting =
                CompletableFuture.supplyAsync(() -> send("GET", copy.request(10), "Prefer: wait=20\r\n", ""));

        put("/users/" + id, "{\"username\":\"%s\"}".formatted(id));

        assertThat(waiting.get()
                        .json()
                        .get("items")
                        .valueStream()
                        .map(item -> item.get("id").stringValue()))
                .contains(id);
    }

    @Test
    void aConsumerGoesOnFromWhatItHasStored() throws IOException {
        directory();
        Copy stored = copy.stored();
        follow(2);
        patch("/users/" + id + "-b", "{\"name\":\"Renamed\"}");
        follow(stored, 3);
        follow(2);

        assertThat(stored.resources()).isEqualTo(copy.resources());
    }

    /** The view is empty for a moment. Whoever read it then would think that everything was deleted. */
    @Test
    void aCopyIsNotEmptiedWithTheView() throws IOException {
        directory();
        follow(1_000);
        for (int i = 0; i < 10; i++) {
            patch("/users/" + id + "-b", "{\"name\":\"Name %d\"}".formatted(i));
            assertThat(send("POST", "/admin/views/directory/replay", "", "").status())
                    .isEqualTo(202);
            follow(1_000);
            assertThat(copy.resource("user " + id + "-b").get("name").stringValue())
                    .isEqualTo("Name " + i);
        }
        isWhatIsShown();
    }

    /** No event tells of it: the view has passed the one that it stopped at. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoWasStoppedIsToldOfWhenItGoesOn(boolean afterEverything) throws IOException {
        directory();
        if (afterEverything) {
            follow(1_000);
        }
        JdbcClient sql = JdbcClient.create(database);
        sql.sql("alter table directory_user add constraint storable check (name is distinct from '%s')".formatted(id))
                .update();
        try {
            patch("/users/" + id + "-b", "{\"name\":\"%s\"}".formatted(id));
            // once the view has passed it
            await().untilAsserted(() ->
                    assertThat(send("GET", "/admin/views", "", "").body()).contains("user/" + id + "-b"));
            assertThat(send("GET", "/admin/fingerprint", "Prefer: wait=20\r\n", "")
                            .status())
                    .isEqualTo(200);
            follow(2);
            assertThat(copy.resource("user " + id + "-b").has("name")).isFalse();
        } finally {
            sql.sql("alter table directory_user drop constraint storable").update();
        }
        assertThat(send("POST", "/admin/views/directory/replay", "", "").status())
                .isEqualTo(202);
        follow(1);

        assertThat(copy.resource("user " + id + "-b").get("name").stringValue()).isEqualTo(id);
        isWhatIsShown();
        JsonNode page = page(copy, 1);
        assertThat(page.get("items").isEmpty()).as("told of once").isTrue();
    }

    /** More than a token can name. */
    @Test
    void manyWhoWereStoppedAreToldOfWhenTheyGoOn() throws IOException {
        directory();
        List<String> many = IntStream.range(0, 60)
                .mapToObj(i -> "%s-%s-%d".formatted(id, "m".repeat(45), i))
                .toList();
        for (String each : many) {
            put("/users/" + each, "{\"username\":\"%s\"}".formatted(each));
        }
        put("/users/" + id + "-last", "{\"username\":\"%s-last\"}".formatted(id));
        follow(1_000);
        JdbcClient sql = JdbcClient.create(database);
        sql.sql("alter table directory_user add constraint storable check (name is distinct from '%s')".formatted(id))
                .update();
        try {
            for (String each : many) {
                patch("/users/" + each, "{\"name\":\"%s\"}".formatted(id));
            }
            await().untilAsserted(() ->
                    assertThat(send("GET", "/admin/views", "", "").body()).contains("60 stopped"));
            follow(1_000);
            assertThat(page(copy, 1_000).get("more").booleanValue()).isFalse();
        } finally {
            sql.sql("alter table directory_user drop constraint storable").update();
        }
        assertThat(send("POST", "/admin/views/directory/replay", "", "").status())
                .isEqualTo(202);
        // what is told of before everything is
        delete("/users/" + id + "-last");
        follow(7);

        assertThat(many)
                .allSatisfy(each -> assertThat(
                                copy.resource("user " + each).get("name").stringValue())
                        .isEqualTo(id));
        isWhatIsShown();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "since=",
                "since=nonsense",
                "since=%C3%BC",
                "since=AAAA&since=BBBB",
                "limit=0",
                "limit=1001",
                "limit=ten",
                "limit=1&limit=2"
            })
    void whatCannotBeReadIsRefusedAndNamed(String query) throws IOException {
        Answer refused = send("GET", "/changes?" + query, "", "");

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/field").stringValue())
                .isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @Test
    void aTokenThatWasCutOrIsOfSomethingElseIsRefused() throws IOException {
        directory();
        copy.apply(page(copy, 1), 1);
        String since = copy.request(1).replaceFirst(".*since=", "");
        String other = send("GET", "/users?limit=1", "", "").json().get("next").stringValue();

        assertThat(send("GET", "/changes?since=" + since, "", "").status()).isEqualTo(200);
        assertThat(send("GET", "/changes?since=" + since.substring(1), "", "").status())
                .isEqualTo(400);
        assertThat(send("GET", "/changes?since=" + since.substring(0, since.length() - 3), "", "")
                        .status())
                .isEqualTo(400);
        assertThat(send("GET", "/changes?since=" + other, "", "").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "mars"})
    void aTokenOfWhatNoRegionHasWrittenIsRefused(String region) {
        String positions =
                OriginPositions.none().with(Region.of(region), 9_000_000_000L).encode();
        String forged = Cursor.of("changes", positions, "").encoded();

        Answer refused = send("GET", "/changes?since=" + forged, "Prefer: wait=0\r\n", "");

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/field").stringValue()).isEqualTo("since");
    }

    /** Three users, two of them members of a group. */
    private void directory() throws IOException {
        put("/groups/" + id, "{\"name\":\"Group\"}");
        for (String user : List.of("a", "b", "c")) {
            put("/users/" + id + "-" + user, "{\"username\":\"%1$s-%2$s\"}".formatted(id, user));
        }
        write("PUT", "/groups/" + id + "/members/" + id + "-a", "", "");
        write("PUT", "/groups/" + id + "/members/" + id + "-b", "", "");
    }

    /** Events of other regions, up to which everything is here then. */
    private void receive(Writing... writings) {
        Replication.deliver(database, Writing.history(writings));
        Replication.mark(database);
        OriginPositions here = OriginPositions.of(Origins.lastPositions(database));
        token = "Consistency-Token: " + ConsistencyToken.of(here).encode() + "\r\n";
    }

    private void follow(int limit) throws IOException {
        follow(copy, limit);
    }

    private void follow(Copy follower, int limit) throws IOException {
        while (follower.apply(page(follower, limit), limit)) {}
    }

    private JsonNode page(Copy follower, int limit) {
        Answer page = send("GET", follower.request(limit), token, "");
        if (page.status() == 503) {
            page = await().atMost(Duration.ofSeconds(60))
                    .until(() -> send("GET", follower.request(limit), token, ""), answer -> answer.status() != 503);
        }
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        return page.json();
    }

    /** The copy is what a new consumer gets, and what lists show. */
    private void isWhatIsShown() throws IOException {
        Copy fresh = new Copy();
        follow(fresh, 1_000);
        assertThat(copy.resources()).isEqualTo(fresh.resources());
        Set<String> listed = new HashSet<>();
        for (JsonNode user : all("/users")) {
            String key = "user " + user.get("id").stringValue();
            listed.add(key);
            assertThat(copy.resources().get(key)).isEqualTo(user);
        }
        for (JsonNode group : all("/groups")) {
            String groupId = group.get("id").stringValue();
            listed.add("group " + groupId);
            assertThat(copy.resources().get("group " + groupId)).isEqualTo(group);
            for (JsonNode member : all("/groups/" + groupId + "/members")) {
                listed.add("membership " + groupId + "/" + member.get("userId").stringValue());
            }
        }
        assertThat(copy.resources().keySet()).isEqualTo(listed);
    }

    private List<JsonNode> all(String list) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = send("GET", list + "?limit=1000" + cursor, "", "").json();
            items.addAll(page.get("items").values());
            if (!page.has("next")) {
                return items;
            }
            cursor = "&cursor=" + page.get("next").stringValue();
        }
    }

    private void put(String target, String body) throws IOException {
        write("PUT", target, "application/json", body);
    }

    private void patch(String target, String body) throws IOException {
        write("PATCH", target, "application/merge-patch+json", body);
    }

    private void delete(String target) throws IOException {
        write("DELETE", target, "", "");
    }

    private void write(String method, String target, String type, String body) throws IOException {
        Answer answer = send(method, target, type.isEmpty() ? "" : "Content-Type: " + type + "\r\n", body);
        assertThat(answer.status()).as(answer.body()).isLessThan(300);
        token = "Consistency-Token: " + answer.header("Consistency-Token") + "\r\n";
    }

    private Answer send(String method, String target, String headers, String body) {
        try {
            return client.send(Client.request(method, "/api/v1" + target, headers, body.getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
