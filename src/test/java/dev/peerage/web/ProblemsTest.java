package dev.peerage.web;

import static dev.peerage.web.Client.request;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.ConcurrencyFailureException;
import tools.jackson.databind.JsonNode;

@WebTest
@ExtendWith(OutputCaptureExtension.class)
class ProblemsTest {

    private final LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = logging.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger problems = logging.getLogger(Problems.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @LocalServerPort
    private int port;

    @BeforeEach
    void listen() {
        logged.start();
        root.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(logged);
        problems.setLevel(null);
    }

    @Test
    void aBugIsLoggedOnceAndKeepsItsSecretsToItself() throws IOException {
        Client.Answer answer =
                new Client(port).send(request("GET", "/api/v1/bug?name=Ada", "X-Request-Id: my-request.1\r\n"));

        assertThat(answer.status()).isEqualTo(500);
        JsonNode problem = answer.problem();
        assertThat(problem.get("requestId").stringValue()).isEqualTo("my-request.1");
        assertThat(answer.body()).doesNotContain("secret", "Illegal");
        assertThat(errors()).singleElement().satisfies(entry -> {
            assertThat(entry.getThrowableProxy().getMessage()).isEqualTo("secret of the house");
            assertThat(entry.getThrowableProxy().getStackTraceElementProxyArray())
                    .isNotEmpty();
            assertThat(entry.getMDCPropertyMap()).containsEntry("requestId", "my-request.1");
            assertThat(entry.getFormattedMessage()).isEqualTo("GET /api/v1/bug failed");
        });
    }

    @Test
    void whoLosesToOthersAgainAndAgainIsToldToTryAgain() {
        Problem problem = Problems.ofStatus(503, new ConcurrencyFailureException("20 times"));

        assertThat(problem.slug()).isEqualTo("unavailable");
        assertThat(problem.headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void aBugIsFoundInTheLogByTheIdOfItsRequest(CapturedOutput output) throws IOException {
        new Client(port).send(request("GET", "/api/v1/bug", "X-Request-Id: my-request.2\r\n"));

        assertThat(output).contains("[my-request.2] dev.peerage.web.Problems ");
    }

    @Test
    void whatTheClientDidWrongIsNotLogged() throws IOException {
        assertThat(new Client(port).get("/api/v1/things?limit=x").status()).isEqualTo(400);
        assertThat(new Client(port)
                        .send(request(
                                "POST", "/api/v1/things", "Content-Type: application/json\r\n", "{".getBytes(UTF_8)))
                        .status())
                .isEqualTo(400);

        assertThat(logged.list).extracting(ILoggingEvent::getLevel).doesNotContain(Level.WARN, Level.ERROR);
    }

    @Test
    void aClientThatGoesAwayIsNoError() throws IOException {
        problems.setLevel(Level.DEBUG);
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write(request(
                            "POST",
                            "/api/v1/things",
                            "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"name\":"));
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(List.copyOf(logged.list))
                        .extracting(ILoggingEvent::getFormattedMessage)
                        .anyMatch(message -> message.startsWith("The client went away")));
        assertThat(new Client(port).get("/api/v1/things").status()).isEqualTo(200);
        assertThat(errors()).isEmpty();
    }

    @Test
    void aViewThatIsBehindSaysWhenToComeBack() throws IOException {
        Client.Answer answer = new Client(port).get("/api/v1/behind");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        assertThat(answer.problem().get("type").stringValue()).isEqualTo("urn:peerage:problem:view-behind");
        assertThat(answer.problem().get("title").stringValue()).isEqualTo("View behind");
    }

    @Test
    void aRefusalSaysWhatWouldBeAccepted() throws IOException {
        Client client = new Client(port);

        assertThat(client.send(request("DELETE", "/api/v1/things")).header("Allow"))
                .contains("GET", "POST");
        assertThat(client.send(request("PATCH", "/api/v1/things/a", "", "{}".getBytes(UTF_8)))
                        .header("Accept-Patch"))
                .isEqualTo("application/merge-patch+json");
        assertThat(client.send(request("POST", "/api/v1/things", "", "{}".getBytes(UTF_8)))
                        .header("Accept"))
                .isEqualTo("application/json");
    }

    @Test
    void anErrorOfSeveralFieldsListsThemAll() throws IOException {
        JsonNode problem = new Client(port)
                .send(request(
                        "POST",
                        "/api/v1/things",
                        "Content-Type: application/json\r\n",
                        "{\"active\":1,\"nmae\":\"A\"}".getBytes(UTF_8)))
                .problem();

        assertThat(problem.get("type").stringValue()).isEqualTo("urn:peerage:problem:invalid-fields");
        assertThat(problem.get("detail").stringValue()).isEqualTo("3 fields are not valid");
        assertThat(problem.get("errors")
                        .valueStream()
                        .map(error -> error.get("field").stringValue()))
                .containsExactly("name", "active", "nmae");
    }

    @Test
    void everyAnswerCarriesARequestId() throws IOException {
        Client client = new Client(port);

        assertThat(client.get("/api/v1/things").header("X-Request-Id")).matches("[0-9a-f-]{36}");
        Client.Answer named = client.send(request("GET", "/api/v1/actor", "X-Request-Id: a.B_c-1\r\n"));
        assertThat(named.status()).isEqualTo(200);
        assertThat(named.header("X-Request-Id")).isEqualTo("a.B_c-1");
        assertThat(named.json().get("requestId").stringValue()).isEqualTo("a.B_c-1");
        for (String odd : List.of("", "a b", "x".repeat(65), "<script>")) {
            assertThat(client.send(request("GET", "/api/v1/actor", "X-Request-Id: " + odd + "\r\n"))
                            .header("X-Request-Id"))
                    .matches("[0-9a-f-]{36}");
        }
    }

    @Test
    void aHeadIsRefusedWithoutABody() throws IOException {
        Client.Answer answer = new Client(port).send(request("HEAD", "/api/v1/nothing"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void theConnectionStaysUsableAfterARefusal() throws IOException {
        String first = new String(request("GET", "/api/v1/nothing"), US_ASCII).replace("Connection: close\r\n", "");
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(first.getBytes(US_ASCII));
            assertThat(Client.read(socket, false).status()).isEqualTo(404);
            socket.getOutputStream().write(request("GET", "/api/v1/things"));
            assertThat(Client.read(socket, false).status()).isEqualTo(200);
        }
    }

    private List<ILoggingEvent> errors() {
        return List.copyOf(logged.list).stream()
                .filter(entry -> entry.getLevel() == Level.ERROR)
                .toList();
    }
}
