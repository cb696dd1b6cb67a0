package dev.peerage.user;

import static dev.peerage.eventstore.Writing.in;
import static dev.peerage.user.UserClient.after;
import static dev.peerage.user.UserClient.ids;
import static dev.peerage.user.UserClient.items;
import static dev.peerage.user.UserClient.problemType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.eventstore.LogEnd;
import dev.peerage.eventstore.Replication;
import dev.peerage.eventstore.Writing;
import dev.peerage.testing.PeerageTest;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import dev.peerage.views.Views;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Usernames and emails that several regions have given to several users: {@code local}, which is here, and others. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class UserClaimsHttpTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Instant EARLIER = Instant.now().minusSeconds(3_600);

    /** So far ahead that this region's clock, which stamps what tests write, does not follow. */
    private static final Instant LATER = Instant.now().plusSeconds(7_200);

    @LocalServerPort
    int port;

    @Autowired
    DataSource database;

    @Autowired
    Views views;

    @Autowired
    LogEnd log;

    @Autowired
    MeterRegistry meters;

    @Autowired
    ContestedValues values;

    private UserClient users;
    private String name;
    private UserId homer;
    private UserId bart;

    @BeforeEach
    void connect() {
        users = new UserClient(port);
        name = "claim-" + NUMBER.incrementAndGet();
        homer = new UserId(name + "-homer");
        bart = new UserId(name + "-bart");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void earliestClaimHoldsWhicheverArrivesFirst(boolean earliestFirst) throws IOException {
        Writing earliest = in("us").at(EARLIER).event(new UserUsernameSet(homer, name));
        Writing other = in("ap").at(EARLIER.plusSeconds(1)).event(new UserUsernameSet(bart, name.toUpperCase()));

        receive(earliestFirst ? earliest : other);
        receive(earliestFirst ? other : earliest);

        assertThat(ids(users.list("?username=" + name))).containsExactly(homer.value());
        assertThat(contested(users.get(homer.value()))).isEmpty();
        assertThat(contested(users.get(bart.value()))).containsExactly("username");
        assertThat(items(users.list("?limit=1000")).stream()
                        .filter(user -> user.get("id").stringValue().startsWith(name))
                        .filter(user -> user.has("contested"))
                        .map(user -> user.get("id").stringValue()))
                .containsExactly(bart.value());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void grantOfThisRegionIsAClaimLikeAnyOther(boolean otherIsEarlier) throws IOException {
        put(homer, name, name + "@x.org");

        receive(in("us").at(otherIsEarlier ? EARLIER : LATER)
                .event(new UserUsernameSet(bart, name))
                .event(new UserEmailSet(bart, name + "@X.org")));

        UserId holder = otherIsEarlier ? bart : homer;
        UserId loser = otherIsEarlier ? homer : bart;
        assertThat(ids(users.list("?username=" + name))).containsExactly(holder.value());
        assertThat(ids(users.list("?email=" + name + "@x.org"))).containsExactly(holder.value());
        assertThat(contested(users.get(holder.value()))).isEmpty();
        assertThat(contested(users.get(loser.value()))).containsExactly("username", "email");
    }

    @Test
    void contestedUserGetsTheValueWhenItsHolderIsRenamedElsewhere() throws IOException {
        contestedBart();

        receive(in("us").after(1).at(LATER).event(new UserUsernameSet(homer, name + "-renamed")));

        assertThat(contested(users.get(bart.value()))).isEmpty();
        assertThat(ids(users.list("?username=" + name))).containsExactly(bart.value());
    }

    @Test
    void contestedUserGetsTheValueWhenItsHolderIsDeletedElsewhere() throws IOException {
        contestedBart();

        receive(in("us").after(1).event(new UserDeleted(homer)));

        assertThat(contested(users.get(bart.value()))).isEmpty();
        assertThat(ids(users.list("?username=" + name))).containsExactly(bart.value());
    }

    @Test
    void contestedUserGetsTheValueWhenItsHolderIsDeletedHere() throws IOException {
        contestedBart();

        Answer deleted = users.delete(homer.value());

        assertThat(ids(users.list("?username=" + name, after(deleted)))).containsExactly(bart.value());
        assertThat(contested(users.get(bart.value()))).isEmpty();
    }

    @Test
    void contestedUserKeepsItsAccountAndMayWrite() throws IOException {
        Answer before = contestedBart();

        Answer same = users.put(bart.value(), "{\"username\":\"%s\"}".formatted(name));
        Answer other = users.patch(bart.value(), "{\"name\":\"Bart\"}");

        assertThat(same.status()).isEqualTo(200);
        assertThat(same.header("ETag")).as("nothing was written").isEqualTo(before.header("ETag"));
        assertThat(contested(same)).containsExactly("username");
        assertThat(other.status()).isEqualTo(200);
        assertThat(contested(other)).containsExactly("username");
        assertThat(List.of(same, other))
                .extracting(it -> it.header("Cache-Control"))
                .containsOnly("no-store");
        Answer renamed = users.patch(bart.value(), "{\"username\":\"%s-free\"}".formatted(name));
        assertThat(contested(renamed)).isEmpty();
        assertThat(renamed.header("Cache-Control")).isNull();
    }

    @Test
    void answerThatShowsContestedIsNeverNotModified() throws IOException {
        Answer contested = contestedBart();
        String known = "If-None-Match: " + contested.header("ETag");

        assertThat(contested.header("Cache-Control")).isEqualTo("no-store");
        assertThat(contested.header("ETag")).matches("\"ap~\\d+\"");
        assertThat(users.get(bart.value(), known).status()).isEqualTo(200);
        assertThat(users.get(bart.value(), "If-Match: \"other~1\"").status()).isEqualTo(412);
        assertThat(users.list("?limit=1000").header("Cache-Control")).isEqualTo("no-store");

        receive(in("us").after(1).event(new UserDeleted(homer)));
        assertThat(users.get(bart.value(), known).status()).isEqualTo(304);
        assertThat(users.get(bart.value()).header("Cache-Control")).isNull();
    }

    @Test
    void valueThatAnotherRegionGaveAwayIsTaken() throws IOException {
        receive(in("us").at(EARLIER)
                .event(new UserUsernameSet(homer, name))
                .event(new UserEmailSet(homer, name + "@x.org")));

        Answer username = users.put(bart.value(), "{\"username\":\"%s\"}".formatted(name.toUpperCase()));
        Answer email = users.post("{\"username\":\"%1$s-2\",\"email\":\"%1$s@X.org\"}".formatted(name));

        assertThat(username.status()).isEqualTo(409);
        assertThat(problemType(username)).isEqualTo("urn:peerage:problem:username-taken");
        assertThat(problemType(email)).isEqualTo("urn:peerage:problem:email-taken");
        assertThat(users.get(bart.value()).status()).isEqualTo(404);
    }

    @Test
    void ofAnImportOnlyWhoClaimsWhatAnotherRegionGaveAwayIsRefused() throws IOException {
        receive(in("us").at(EARLIER).event(new UserUsernameSet(homer, name)));
        String lines = """
                {"user":{"id":"%1$s-1","username":"%1$s-1"}}
                {"user":{"id":"%1$s-2","username":"%1$s"}}
                {"user":{"id":"%1$s-3","username":"%1$s-3"}}
                """.formatted(name);

        Answer report = users.send("POST", "/api/v1/import", lines, "Content-Type: application/x-ndjson");

        assertThat(report.json().get("accepted").intValue()).isEqualTo(2);
        assertThat(report.json().get("rejected").values().stream()
                        .map(rejected -> rejected.get("line").intValue()))
                .containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void grantThatAnotherRegionHasUndoneIsFree(boolean deleted) throws IOException {
        put(homer, name, null);
        Writing undone = in("us").seeing("local~2").at(LATER);
        deliver(
                deleted
                        ? undone.event(new UserDeleted(homer))
                        : undone.event(new UserUsernameSet(homer, name + "-renamed")));

        assertThat(users.put(bart.value(), "{\"username\":\"%s\"}".formatted(name))
                        .status())
                .isEqualTo(201);
        assertThat(users.put(name + "-lisa", "{\"username\":\"%s\"}".formatted(name))
                        .status())
                .as("it is granted again")
                .isEqualTo(409);
    }

    @Test
    void holderMayTakeBackWhatAnotherRegionHasTakenFromIt() throws IOException {
        put(homer, name, null);
        receive(in("us").seeing("local~2").at(LATER).event(new UserUsernameSet(homer, name + "-renamed")));

        assertThat(users.patch(homer.value(), "{\"username\":\"%s\"}".formatted(name))
                        .status())
                .isEqualTo(200);
        assertThat(users.put(bart.value(), "{\"username\":\"%s\"}".formatted(name))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void valueThatItsHolderHasJustLetGoOfIsFreeBeforeTheViewKnows() throws IOException {
        receive(in("us").at(EARLIER).event(new UserUsernameSet(homer, name)));

        assertThat(users.patch(homer.value(), "{\"username\":\"%s-renamed\"}".formatted(name))
                        .status())
                .isEqualTo(200);
        assertThat(users.put(bart.value(), "{\"username\":\"%s\"}".formatted(name))
                        .status())
                .isEqualTo(201);
    }

    /** Pairs of users are written by both segments of the view, in the same batches or not, while they are read. */
    @Test
    void readersOfContestedUsersSeeWhatHasBecomeOfThemWhicheverSegmentWroteIt() throws Exception {
        int pairs = 60;
        List<Writing> writings = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            writings.add(in("us").at(EARLIER).event(new UserUsernameSet(new UserId(holder(i)), name + i)));
            writings.add(
                    in("ap").at(EARLIER.plusSeconds(1)).event(new UserUsernameSet(new UserId(loser(i)), name + i)));
        }
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> reader = threads.submit(() -> {
                while (!over.get()) {
                    for (int i = 0; i < pairs; i++) {
                        users.get(loser(i));
                    }
                }
                return null;
            });
            try {
                receive(writings.toArray(Writing[]::new));
                for (int i = 0; i < pairs; i++) {
                    assertThat(contested(users.get(loser(i)))).as(loser(i)).containsExactly("username");
                }
                receive(IntStream.range(0, pairs)
                        .mapToObj(i -> in("us").after(1).event(new UserDeleted(new UserId(holder(i)))))
                        .toArray(Writing[]::new));
                for (int i = 0; i < pairs; i++) {
                    assertThat(contested(users.get(loser(i)))).as(loser(i)).isEmpty();
                }
            } finally {
                over.set(true);
            }
            reader.get();
        }
    }

    @Test
    void contestedValuesAreCounted() throws IOException {
        long before = values.count();

        contestedBart();

        assertThat(values.count()).isEqualTo(before + 1);
        assertThat(meters.get("peerage.values.contested").gauge().value()).isNotNegative();
    }

    private String holder(int i) {
        return name + "-holder-" + i;
    }

    private String loser(int i) {
        return name + "-loser-" + i;
    }

    /** Homer, whom {@code us} gave the name, holds it; Bart has it from {@code ap} and has been read since. */
    private Answer contestedBart() throws IOException {
        receive(
                in("us").at(EARLIER).event(new UserUsernameSet(homer, name)),
                in("ap").at(EARLIER.plusSeconds(1))
                        .event(new UserUsernameSet(bart, name))
                        .event(new UserNameSet(bart, null)));
        Answer contested = users.get(bart.value());
        assertThat(contested(contested)).containsExactly("username");
        return contested;
    }

    /** Events 1 and 2 of region {@code local}, and 3, if there is an email. */
    private void put(UserId user, String username, @Nullable String email) throws IOException {
        String fields = email == null ? "" : ",\"email\":\"%s\"".formatted(email);
        Answer put = users.put(user.value(), "{\"username\":\"%s\",\"name\":\"N\"%s}".formatted(username, fields));
        assertThat(put.status()).isEqualTo(201);
        awaitCaughtUp();
    }

    private void receive(Writing... writings) {
        deliver(writings);
        awaitCaughtUp();
    }

    private void deliver(Writing... writings) {
        Replication.deliver(database, Writing.history(writings));
    }

    private void awaitCaughtUp() {
        long head = log.position();
        await().atMost(Duration.ofSeconds(30)).until(() -> views.position("directory") >= head);
    }

    private static List<String> contested(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
        return answer.json().has("contested")
                ? answer.json().get("contested").values().stream()
                        .map(field -> field.stringValue())
                        .toList()
                : List.of();
    }
}
