package dev.peerage.convergence;

import static dev.peerage.eventstore.Writing.in;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.eventstore.Replication;
import dev.peerage.eventstore.Writing;
import dev.peerage.group.GroupEvent.GroupNameSet;
import dev.peerage.group.GroupId;
import dev.peerage.testing.PeerageTest;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserId;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** A region whose clock is an hour ahead is taken note of, and not followed. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY, "peerage.keys.moe.key=" + Client.READER_KEY})
class ClockHttpTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    @Autowired
    DataSource database;

    @Autowired
    MeterRegistry meters;

    @Autowired
    FarAheadFields fields;

    private Client client;
    private String id;
    private Instant inAnHour;

    @BeforeEach
    void connect() {
        client = new Client(port);
        id = "clock-" + NUMBER.incrementAndGet();
        inAnHour = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);
    }

    @Test
    void fieldsStampedFarAheadAreListedAndTheClockIsNotDraggedAlong() throws IOException {
        receive(
                in("us").at(inAnHour)
                        .event(new UserAttributeSet(new UserId(id), "floor", "2"))
                        .event(new UserNameSet(new UserId(id), "Homer")),
                in("us").at(inAnHour).event(new GroupNameSet(new GroupId(id), "Pin Pals")),
                in("us").at(Instant.now().minusSeconds(5)).event(new UserNameSet(new UserId(id + "-2"), "Marge")));
        await().until(() -> farAhead().size() == 3);

        JsonNode clock = get("/admin/clock").json();
        assertThat(clock.get("region").stringValue()).isEqualTo("local");
        assertThat(clock.get("maxAheadSeconds").intValue()).isEqualTo(60);
        assertThat(Instant.parse(clock.get("now").stringValue()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(61));
        assertThat(farAhead().get(0)).hasToString("""
                {"type":"group","id":"%s","field":"name","value":"Pin Pals",\
                "at":"%s","region":"us","actor":"replication"}""".formatted(id, inAnHour));
        assertThat(farAhead())
                .extracting(each ->
                        each.get("type").stringValue() + " " + each.get("field").stringValue())
                .containsExactly("group name", "user attributes.floor", "user name");
    }

    @Test
    void oneOrdinaryWriteReplacesAValueThatIsFarAhead() throws IOException {
        receive(in("us").at(inAnHour).event(new UserNameSet(new UserId(id), "Homer")));
        await().until(() -> farAhead().size() == 1);

        Answer patched = send("PATCH", "/users/" + id, "{\"name\":\"Max\"}");

        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.json().get("name").stringValue()).isEqualTo("Max");
        assertThat(patched.json().has("conflicts")).isFalse();
        await().until(() -> farAhead().isEmpty());
    }

    @Test
    void arrivingEventsMoveTheClockOnThoughNobodyWritesToTheirSubject() {
        Instant ahead = Instant.now().plusSeconds(45);

        receive(in("us").at(ahead).event(new UserNameSet(new UserId(id), "Homer")));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> !Instant.parse(
                                get("/admin/clock").json().get("now").stringValue())
                        .isBefore(ahead.truncatedTo(ChronoUnit.MILLIS)));
    }

    @Test
    void fieldsStampedFarAheadAreCounted() throws IOException {
        receive(
                in("us").at(inAnHour)
                        .event(new UserNameSet(new UserId(id), "Homer"))
                        .event(new UserAttributeSet(new UserId(id), "floor", "2")),
                in("us").at(inAnHour).event(new GroupNameSet(new GroupId(id), "Pin Pals")));
        await().until(() -> farAhead().size() == 3);

        int listed = get("/admin/clock").json().get("farAhead").size();
        assertThat(fields.count()).isEqualTo(listed);
        assertThat(meters.get("peerage.clock.far.ahead.fields").gauge().value()).isNotNegative();
    }

    @Test
    void onlyAdminsLookAtTheClock() throws IOException {
        String request = new String(Client.request("GET", "/api/v1/admin/clock"), UTF_8)
                .replace(Client.ADMIN_KEY, Client.READER_KEY);

        assertThat(client.send(request.getBytes(UTF_8)).status()).isEqualTo(403);
    }

    /** Those of this test. */
    private List<JsonNode> farAhead() throws IOException {
        return get("/admin/clock").json().get("farAhead").values().stream()
                .filter(field -> field.get("id").stringValue().startsWith(id))
                .toList();
    }

    private void receive(Writing... writings) {
        Replication.deliver(database, Writing.history(writings));
    }

    private Answer get(String target) throws IOException {
        Answer answer = client.get("/api/v1" + target);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private Answer send(String method, String target, String body) throws IOException {
        return client.send(Client.request(
                method, "/api/v1" + target, "Content-Type: application/merge-patch+json\r\n", body.getBytes(UTF_8)));
    }
}
