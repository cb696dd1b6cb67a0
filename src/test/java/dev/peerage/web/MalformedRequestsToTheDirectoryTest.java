package dev.peerage.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client.Answer;
import dev.peerage.web.MalformedRequestsTest.Case;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** The endpoints of the directory keep to what {@link MalformedRequestsTest} shows of any; and nothing is written. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
@ExtendWith(OutputCaptureExtension.class)
class MalformedRequestsToTheDirectoryTest {

    private static final String MEMBERS = "/api/v1/groups/malformed/members";
    private static final String AUDIT = "/api/v1/audit";
    private static final String HISTORY = "/api/v1/users/malformed/history";
    private static final String IMPORT = "/api/v1/import";
    private static final String CHANGES = "/api/v1/changes";
    private static final String EVENTS = "/api/v1/events";
    private static final String PUBLISHERS = "/api/v1/admin/publishers";
    private static final String VIEWS = "/api/v1/admin/views";

    @LocalServerPort
    int port;

    @Autowired
    JdbcTemplate jdbc;

    private int logged;
    private long events;

    @BeforeEach
    void look(CapturedOutput log) {
        logged = log.length();
        events = events();
    }

    @AfterEach
    void nothingIsWrittenOrLogged(CapturedOutput log) {
        assertThat(events()).as("events").isEqualTo(events);
        assertThat(log.getAll().substring(logged)).as("log").isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void resourceIsNotAskedForWell(Case malformed) throws IOException {
        Answer answer = send(malformed);

        assertThat(answer.status()).as(answer.body()).isEqualTo(malformed.status());
        answer.problem();
    }

    static Stream<Case> resourceIsNotAskedForWell() {
        return Stream.concat(
                Stream.of("/api/v1/users", "/api/v1/groups")
                        .flatMap(endpoint -> Stream.of(
                                        MalformedRequestsTest.bodies(),
                                        fields(),
                                        lists(),
                                        MalformedRequestsTest.headers(),
                                        MalformedRequestsTest.paths())
                                .flatMap(cases -> cases)
                                .map(malformed -> malformed.at(endpoint))),
                Stream.of(lists(), MalformedRequestsTest.headers(), MalformedRequestsTest.paths())
                        .flatMap(cases -> cases)
                        .map(malformed -> malformed.at(MEMBERS)));
    }

    /** Without a name that is too long only there. */
    private static Stream<Case> fields() {
        return MalformedRequestsTest.fields()
                .filter(malformed -> !malformed.name().equals("field: too long a string"));
    }

    /** Without those that only the endpoints made for the test can show. */
    private static Stream<Case> lists() {
        return MalformedRequestsTest.parameters()
                .filter(malformed -> malformed.request().contains("/api/v1/things"));
    }

    @ParameterizedTest
    @MethodSource
    void importTakesNothingOfIt(Case malformed) throws IOException {
        Answer answer = send(malformed);

        if (answer.status() == 200) {
            assertThat(answer.json().get("accepted").intValue())
                    .as(answer.body())
                    .isZero();
            assertThat(answer.json().get("unchanged").intValue()).isZero();
        } else {
            assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
            answer.problem();
        }
    }

    static Stream<Case> importTakesNothingOfIt() {
        return Stream.of(
                        MalformedRequestsTest.bodies(),
                        fields(),
                        MalformedRequestsTest.headers(),
                        MalformedRequestsTest.paths())
                .flatMap(cases -> cases)
                .map(malformed -> malformed.at(IMPORT))
                .map(malformed -> new Case(
                        malformed.name(),
                        malformed.request().replace("application/json", "application/x-ndjson"),
                        malformed.status(),
                        malformed.field()));
    }

    @ParameterizedTest
    @MethodSource
    void operationsAndAuditStandIt(Case malformed) throws IOException {
        Answer answer = send(malformed);

        assertThat(answer.status()).as(answer.body()).isLessThan(500);
        if (answer.status() >= 400) {
            answer.problem();
        }
    }

    static Stream<Case> operationsAndAuditStandIt() {
        return Stream.of(VIEWS, AUDIT, HISTORY, EVENTS, PUBLISHERS, CHANGES)
                .flatMap(endpoint -> Stream.of(
                                MalformedRequestsTest.bodies(),
                                lists(),
                                MalformedRequestsTest.headers(),
                                MalformedRequestsTest.paths())
                        .flatMap(cases -> cases)
                        .map(malformed -> malformed.at(endpoint)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "%20", "a%00", "%FF", "%C3%A9", "..", "a;b", "a%2Fb"})
    void viewThatIsNoneIsNotReplayed(String name) throws IOException {
        Answer answer = new Client(port).send(Client.request("POST", VIEWS + "/" + name + "/replay"));

        assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
        answer.problem();
    }

    private Answer send(Case malformed) throws IOException {
        return new Client(port).send(malformed.request().getBytes(ISO_8859_1));
    }

    private long events() {
        Long count = jdbc.queryForObject("select count(*) from event", Long.class);
        return count == null ? 0 : count;
    }
}
