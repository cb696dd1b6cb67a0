package dev.peerage.feed;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.Peerage;
import dev.peerage.testing.TestDatabase;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The feed in Kafka: a real broker, which goes down and comes back, and a region that does. */
class KafkaPublisherTest {

    private static KafkaBroker broker;

    @TempDir
    Path directory;

    private final TestDatabase database = TestDatabase.createMigrated();
    private String topic = "";
    private ConfigurableApplicationContext region;
    private Client client;

    @BeforeAll
    static void startBroker() {
        broker = KafkaBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() {
        topic = "events-" + System.nanoTime();
        startRegion();
    }

    @AfterEach
    void stop() {
        region.close();
    }

    private void startRegion() {
        region = SpringApplication.run(
                Peerage.class,
                "--server.port=0",
                "--peerage.admin-key=" + Client.ADMIN_KEY,
                "--peerage.data-dir=" + directory,
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--spring.datasource.hikari.minimum-idle=1",
                "--spring.kafka.bootstrap-servers=" + broker.address(),
                "--spring.kafka.producer.properties.delivery.timeout.ms=3000",
                "--spring.kafka.producer.properties.request.timeout.ms=1000",
                "--spring.kafka.producer.properties.max.block.ms=2000",
                "--peerage.kafka.topic=" + topic);
        client = new Client(Objects.requireNonNull(((WebServerApplicationContext) region).getWebServer())
                .getPort());
    }

    private void put(String user, String name) throws IOException {
        Answer answer = client.send(Client.request(
                "PUT",
                "/api/v1/users/" + user,
                "Content-Type: application/json\r\n",
                "{\"username\":\"%s\",\"name\":\"%s\"}".formatted(user, name).getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.status()).as(answer.body()).isLessThan(300);
    }

    private void write(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            put("user-" + i % 7, "name " + i);
        }
    }

    /** By subject, in their order. */
    private Map<String, List<String>> told() throws IOException {
        Map<String, List<String>> told = new LinkedHashMap<>();
        for (JsonNode event : client.get("/api/v1/events?limit=1000").json()) {
            told.computeIfAbsent(event.get("subject").stringValue(), _ -> new ArrayList<>())
                    .add(event.get("id").stringValue());
        }
        return told;
    }

    private static int count(Map<String, List<String>> events) {
        return events.values().stream().mapToInt(List::size).sum();
    }

    private List<ConsumerRecord<String, byte[]>> messages(int atLeast) {
        return broker.messages(topic, atLeast, ofSeconds(20));
    }

    /** By key, in their order; of what came twice the first counts. */
    private static Map<String, List<String>> arrived(List<ConsumerRecord<String, byte[]>> messages) {
        Map<String, LinkedHashSet<String>> arrived = new LinkedHashMap<>();
        messages.forEach(message -> arrived.computeIfAbsent(message.key(), _ -> new LinkedHashSet<>())
                .add(event(message).get("id").stringValue()));
        Map<String, List<String>> inOrder = new LinkedHashMap<>();
        arrived.forEach((key, ids) -> inOrder.put(key, List.copyOf(ids)));
        return inOrder;
    }

    private static JsonNode event(ConsumerRecord<String, byte[]> message) {
        return JsonMapper.shared().readTree(message.value());
    }

    private JsonNode status() throws IOException {
        return client.get("/api/v1/admin/publishers").json().get(0);
    }

    private void awaitState(String state) {
        await().atMost(ofSeconds(30))
                .until(() -> status().get("state").stringValue().equals(state));
    }

    @Test
    void eachEventComesInTheOrderOfItsSubjectAndAfterARestartNoneComesAgain() throws IOException {
        write(0, 30);
        awaitState("live");
        assertThat(messages(count(told()))).hasSize(count(told())).allSatisfy(message -> {
            assertThat(new String(message.headers().lastHeader("content-type").value(), StandardCharsets.US_ASCII))
                    .startsWith("application/cloudevents+json");
            assertThat(event(message).get("subject").stringValue()).isEqualTo(message.key());
        });
        assertThat(arrived(messages(count(told())))).containsExactlyInAnyOrderEntriesOf(told());
        assertThat(status().get("position").stringValue())
                .isEqualTo(last(client.get("/api/v1/events?limit=1000").json()));

        region.close();
        startRegion();
        write(30, 40);
        awaitState("live");

        List<ConsumerRecord<String, byte[]>> messages = messages(count(told()));
        assertThat(messages).hasSize(count(told()));
        assertThat(arrived(messages)).containsExactlyInAnyOrderEntriesOf(told());
    }

    private static String last(JsonNode events) {
        return events.get(events.size() - 1).get("position").stringValue();
    }

    @Test
    void aBrokerThatIsDownDelaysEventsAndLosesNone() throws IOException {
        write(0, 10);
        awaitState("live");
        broker.down();
        try {
            write(10, 20);
            awaitState("failed");
            assertThat(status().get("error").stringValue()).isNotBlank();
            assertThat(status().get("lagEvents").intValue()).isEqualTo(10);
            region.close();
            startRegion();
            write(20, 30);
            awaitState("failed");
        } finally {
            broker.up();
        }
        awaitState("live");

        assertThat(status().has("error")).isFalse();
        assertThat(arrived(messages(count(told())))).containsExactlyInAnyOrderEntriesOf(told());
    }
}
