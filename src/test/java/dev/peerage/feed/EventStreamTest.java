package dev.peerage.feed;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import dev.peerage.web.SseClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The feed as a stream: what clients get, and what is left of them when they go. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "peerage.admin-key=" + Client.ADMIN_KEY,
            "peerage.events.heartbeat=300ms",
            "server.tomcat.connection-timeout=5s"
        })
class EventStreamTest {

    private static final String EVENTS = "/api/v1/events";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    @Autowired
    DataSource database;

    @Autowired
    MeterRegistry meters;

    @Autowired
    LiveFeed live;

    private Client client;
    private String id;
    private String begin = "";

    @BeforeEach
    void connect() throws IOException {
        client = new Client(port);
        id = "stream-" + NUMBER.incrementAndGet();
        for (List<JsonNode> page = all(); !page.isEmpty(); page = all()) {
            begin = "after=" + position(page.getLast());
        }
        put(id);
    }

    private static String position(JsonNode event) {
        return event.get("position").stringValue();
    }

    private void put(String user) throws IOException {
        Answer answer = client.send(Client.request(
                "PUT",
                "/api/v1/users/" + user,
                "Content-Type: application/json\r\n",
                "{\"username\":\"%s\"}".formatted(user).getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.status()).isLessThan(300);
    }

    private SseClient open(String query, String headers) throws IOException {
        return SseClient.open(port, EVENTS + query, headers);
    }

    /** What was written since the test has begun. */
    private List<JsonNode> all() throws IOException {
        return client.get(EVENTS + "?limit=1000&" + begin).json().valueStream().toList();
    }

    private double subscribers() {
        return meters.get("peerage.feed.subscribers").gauge().value();
    }

    @Test
    void whatIsThereIsSentAndThenWhatHappens() throws IOException {
        try (SseClient stream = open("?" + begin, "")) {
            assertThat(stream.contentType()).isEqualTo("text/event-stream;charset=UTF-8");
            for (JsonNode known : all()) {
                SseClient.Event event = stream.next();
                assertThat(event.data()).isEqualTo(known);
                assertThat(event.id()).isEqualTo(position(known));
                assertThat(event.type()).isEqualTo(known.get("type").stringValue());
            }
            for (int i = 0; i < 20; i++) {
                put(id + "-" + i);
                assertThat(stream.nextOf("user/" + id + "-" + i)
                                .data()
                                .get("type")
                                .stringValue())
                        .isEqualTo("dev.peerage.user.username-set.v1");
            }
        }
    }

    @Test
    void aStreamGoesOnBehindTheLastEventThatWasReadAndNotWhereItOnceBegan() throws IOException {
        for (int i = 0; i < 5; i++) {
            put(id + "-" + i);
        }
        List<JsonNode> all = all();
        for (int i = 0; i < 5; i++) {
            String read = position(all.get(i));
            try (SseClient stream = open("?after=" + position(all.getFirst()), "Last-Event-ID: " + read + "\r\n")) {
                assertThat(stream.next().data()).isEqualTo(all.get(i + 1));
            }
        }
    }

    @Test
    void clientsThatComeAtAnyMomentAllGetEachEventOnceAndInOneOrder() throws IOException, InterruptedException {
        String from = position(all().getLast());
        List<SseClient> clients = new ArrayList<>();
        try {
            Thread writer = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 150; i++) {
                    try {
                        put(id + "-" + i);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            for (int i = 0; i < 8; i++) {
                clients.add(open("?after=" + from, ""));
                clients.getLast().next();
            }
            writer.join();
            List<String> told = client.get(EVENTS + "?limit=1000&after=" + from)
                    .json()
                    .valueStream()
                    .map(event -> event.get("id").stringValue())
                    .toList();
            for (SseClient each : clients) {
                List<String> got = new ArrayList<>(List.of(told.getFirst()));
                while (got.size() < told.size()) {
                    got.add(each.next().data().get("id").stringValue());
                }
                assertThat(got).isEqualTo(told);
            }
        } finally {
            for (SseClient each : clients) {
                each.close();
            }
        }
    }

    @Test
    void aQuietStreamShowsThatItIsThere() throws IOException {
        try (SseClient stream = open("?after=" + position(all().getLast()), "")) {
            assertThat(stream.awaitComment()).isEqualTo(":");
            assertThat(stream.awaitComment()).isEqualTo(":");
        }
    }

    @Test
    void aClientThatGoesAwayLeavesNothingBehind() throws IOException {
        List<SseClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(open("", ""));
            clients.getLast().next();
        }
        assertThat(subscribers()).isEqualTo(10);
        for (SseClient each : clients) {
            each.close();
        }

        await().atMost(ofSeconds(10)).until(() -> subscribers() == 0);
        assertThat(live.isFollowing()).isFalse();
    }

    /** More of them than there are connections to the database, and more for them to read than fits on the way. */
    @Test
    void clientsThatDoNotReadHoldNoConnectionToTheDatabaseAndNobodyUp() throws IOException, SQLException {
        JdbcClient.create(database).sql("""
                        with drawn as materialized (
                            select nextval('event_position') as drawn, e.*, n
                            from event e, generate_series(1, 8000) n where subject = 'user/%1$s' and sequence = 1)
                        insert into event (position, origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                        select drawn, origin, subject || '-' || n, sequence, drawn, type, revision, hlc, seen, actor,
                               replace(payload::text, '%1$s', '%1$s-' || n)::jsonb
                        from drawn""".formatted(id)).update();
        List<Socket> deaf = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(1_024);
                socket.connect(new InetSocketAddress("localhost", port));
                socket.getOutputStream()
                        .write(Client.request("GET", EVENTS + "?" + begin, "Accept: text/event-stream\r\n"));
                deaf.add(socket);
            }
            await().atMost(ofSeconds(20)).until(() -> subscribers() == 40);
            put(id + "-meanwhile");
            HikariDataSource pool = database.unwrap(HikariDataSource.class);

            await().atMost(ofSeconds(20)).until(() -> pool.getHikariPoolMXBean().getActiveConnections() <= 2);
            try (SseClient reader = open("?" + begin, "")) {
                assertThat(reader.nextOf("user/" + id + "-meanwhile")).isNotNull();
            }
            await("they are given up").atMost(ofSeconds(60)).until(() -> subscribers() == 0);
        } finally {
            for (Socket socket : deaf) {
                socket.close();
            }
        }
    }

    @Test
    void aBadPositionIsRefusedByTheNameItCameUnder() throws IOException {
        String stream = "Accept: text/event-stream\r\n";
        Answer after = client.send(Client.request("GET", EVENTS + "?after=garbage", stream));
        Answer last = client.send(Client.request("GET", EVENTS, stream + "Last-Event-ID: garbage\r\n"));
        Answer empty = client.send(Client.request("GET", EVENTS, stream + "Last-Event-ID: \r\n"));

        assertThat(after.problem().at("/errors/0/field").stringValue()).isEqualTo("after");
        assertThat(last.problem().at("/errors/0/field").stringValue()).isEqualTo("Last-Event-ID");
        assertThat(empty.problem().at("/errors/0/field").stringValue()).isEqualTo("Last-Event-ID");
    }

    @Test
    void whoAsksForTheHeadersAloneGetsNoStream() throws IOException {
        Answer head = client.send(Client.request("HEAD", EVENTS, "Accept: text/event-stream\r\n"));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).startsWith("text/event-stream");
    }
}
