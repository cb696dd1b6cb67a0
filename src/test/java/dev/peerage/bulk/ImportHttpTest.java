package dev.peerage.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.kernel.Region;
import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import dev.peerage.web.JsonBody;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Imports as a client sees them. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class ImportHttpTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    @Autowired
    JdbcTemplate jdbc;

    private String prefix = "";

    @BeforeEach
    void namesOfItsOwn() {
        prefix = "import-" + NUMBER.incrementAndGet() + "-";
    }

    @Test
    void eachLineCountsOnceAndARepetitionChangesNothing() throws Exception {
        String lines = users(1_300) + "\n" + "{\"group\":{\"id\":\"" + prefix + "g\",\"name\":\"G\"}}\n\n"
                + IntStream.range(0, 700)
                        .mapToObj(i ->
                                "{\"member\":{\"groupId\":\"%1$sg\",\"userId\":\"%1$s%2$d\"}}".formatted(prefix, i))
                        .collect(Collectors.joining("\n"));

        JsonNode first = send(lines).json();
        JsonNode second = send(lines).json();

        assertThat(counts(first)).isEqualTo("2001 accepted, 0 unchanged, 0 rejected");
        assertThat(counts(second)).isEqualTo("0 accepted, 2001 unchanged, 0 rejected");
    }

    @Test
    void badLinesAreToldByTheirNumbersAndTheRestGoesOn() throws Exception {
        String lines = """
                {"user":{"id":"%1$sa","username":"%1$sa"}}
                {"user":{"id":"%1$sb"}}
                not json

                {"user":{"id":"%1$sc","username":"%1$sA"}}
                {"member":{"groupId":"%1$snone","userId":"%1$sa"}}
                {"planet":{}}
                {"user":{"id":"%1$sd","username":"%1$sd","email":"nowhere"}}
                {"user":{"id":"%1$se","username":"%1$se"}}""".formatted(prefix);

        JsonNode report = send(lines).json();

        assertThat(counts(report)).isEqualTo("2 accepted, 0 unchanged, 6 rejected");
        List<String> rejected = new ArrayList<>();
        report.get("rejected")
                .forEach(line -> rejected.add(
                        line.get("line").longValue() + " " + line.get("problem").stringValue()));
        assertThat(rejected)
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("2 username is required"),
                        line -> assertThat(line).startsWith("3 The JSON is malformed at column "),
                        line -> assertThat(line).isEqualTo("5 username is taken"),
                        line -> assertThat(line).isEqualTo("6 group/" + prefix + "none is not known here"),
                        line -> assertThat(line).startsWith("7 a line is an object with one field of"),
                        line -> assertThat(line).startsWith("8 email must be"));
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-ndjson; charset=utf-16, identity, Accept, application/x-ndjson",
        "application/json, identity, Accept, application/x-ndjson",
        "application/x-ndjson, gzip, Accept-Encoding, identity"
    })
    void whatIsNoPlainTextInUtf8IsRefusedAsAWhole(String type, String encoding, String told, String expected)
            throws Exception {
        String headers = "Content-Type: %s\r\nContent-Encoding: %s\r\n".formatted(type, encoding);
        Answer answer =
                new Client(port).send(Client.request("POST", "/api/v1/import", headers, users(1).getBytes(UTF_8)));

        assertThat(answer.status()).isEqualTo(415);
        answer.problem();
        assertThat(answer.header(told)).isEqualTo(expected);
    }

    @Test
    void aLineThatIsTooLongIsRejectedAndTheRestGoesOn() throws Exception {
        String name = "x".repeat(JsonBody.LARGEST);
        String lines = """
                {"user":{"id":"%1$sa","username":"%1$sa","name":"%2$s"}}
                {"user":{"id":"%1$sb","username":"%1$sb"}}""".formatted(prefix, name);

        JsonNode report = send(lines).json();

        assertThat(counts(report)).isEqualTo("1 accepted, 0 unchanged, 1 rejected");
        assertThat(report.get("rejected").get(0).toString())
                .isEqualTo("{\"line\":1,\"problem\":\"a line has at most 1048576 bytes\"}");
    }

    @Test
    void ofVeryManyBadLinesTheFirstAreToldAndAllCounted() throws Exception {
        String bad = "x\n".repeat(ImportReport.MOST_REJECTIONS + 1);

        JsonNode report = send(bad + users(1)).json();

        assertThat(counts(report)).isEqualTo("1 accepted, 0 unchanged, 10001 rejected");
        assertThat(report.get("rejected")).hasSize(ImportReport.MOST_REJECTIONS);
        assertThat(report.get("rejected")
                        .get(ImportReport.MOST_REJECTIONS - 1)
                        .get("line")
                        .intValue())
                .isEqualTo(ImportReport.MOST_REJECTIONS);
    }

    @Test
    void aValueMayChangeHandsWithinOneImport() throws Exception {
        send("{\"user\":{\"id\":\"%1$sa\",\"username\":\"%1$sold\"}}".formatted(prefix));

        JsonNode report = send("""
                {"user":{"id":"%1$sa","username":"%1$snew"}}
                {"user":{"id":"%1$sb","username":"%1$sold"}}""".formatted(prefix)).json();

        assertThat(counts(report)).isEqualTo("2 accepted, 0 unchanged, 0 rejected");
    }

    @Test
    void twoImportsOfTheSameAtOnceWriteItOnce() throws Exception {
        String lines = users(1_500);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Answer> once = () -> send(lines);
            List<Future<Answer>> answers = clients.invokeAll(List.of(once, once, once));

            int accepted = 0;
            for (Future<Answer> answer : answers) {
                JsonNode report = answer.get().json();
                assertThat(report.get("rejectedCount").intValue()).isZero();
                accepted += report.get("accepted").intValue();
            }
            assertThat(accepted).isEqualTo(1_500);
        }
    }

    @Test
    void aReaderWithItsTokenSeesTheImport() throws Exception {
        Answer imported = send(users(1_300));
        String token = String.valueOf(imported.header("Consistency-Token"));

        Answer last = new Client(port)
                .send(Client.request(
                        "GET",
                        "/api/v1/users/" + prefix + "1299",
                        "Consistency-Token: " + token + "\r\nPrefer: wait=10\r\n"));

        assertThat(last.status()).isEqualTo(200);
        assertThat(ConsistencyToken.decode(token).positions().get(Region.of("local")))
                .as("reaches to the last of many chunks")
                .isGreaterThanOrEqualTo(jdbc.queryForObject(
                        "select max(position) from event where subject = ?", Long.class, "user/" + prefix + "1299"));
    }

    @Test
    void whatAClientSentBeforeItWentAwayIsKept() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(Client.request(
                    "POST", "/api/v1/import", "Content-Type: application/x-ndjson\r\nContent-Length: 10000\r\n"));
            out.write(users(3).getBytes(UTF_8));
        }

        await().atMost(ofSeconds(20))
                .untilAsserted(() -> assertThat(user("1").status()).isEqualTo(200));
        assertThat(user("2").status()).as("a line that may go on").isEqualTo(404);
    }

    private Answer user(String number) throws IOException {
        return new Client(port).get("/api/v1/users/" + prefix + number);
    }

    private String users(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{\"user\":{\"id\":\"%1$s%2$d\",\"username\":\"%1$s%2$d\",\"attributes\":{\"n\":\"%2$d\"}}}"
                                .formatted(prefix, i))
                .collect(Collectors.joining("\n"));
    }

    private Answer send(String lines) throws IOException {
        return new Client(port)
                .send(Client.request(
                        "POST", "/api/v1/import", "Content-Type: application/x-ndjson\r\n", lines.getBytes(UTF_8)));
    }

    private static String counts(JsonNode report) {
        return "%d accepted, %d unchanged, %d rejected"
                .formatted(
                        report.get("accepted").intValue(),
                        report.get("unchanged").intValue(),
                        report.get("rejectedCount").intValue());
    }
}
