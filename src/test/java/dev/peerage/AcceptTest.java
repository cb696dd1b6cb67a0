package dev.peerage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a client accepts is looked at before anything happens (RFC 9110 §15.5.7), and never keeps a problem from it. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class AcceptTest {

    private static final String JSON = "application/json";

    @LocalServerPort
    int port;

    @Autowired
    JdbcTemplate jdbc;

    @BeforeEach
    void thereIsAMember() throws IOException {
        send("PUT", "/users/accept-u", JSON, "{\"username\":\"accept-u\"}", JSON);
        send("PUT", "/groups/accept-g", JSON, "{\"name\":\"A\"}", JSON);
        send("PUT", "/groups/accept-g/members/accept-u", JSON, "", JSON);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            POST   | /users                            | application/json             | {"username":"accept-new"}
            PUT    | /users/accept-new                 | application/json             | {"username":"accept-new"}
            PUT    | /users/accept-u                   | application/json             | {"username":"accept-changed"}
            PATCH  | /users/accept-u                   | application/merge-patch+json | {"name":"Changed"}
            DELETE | /users/accept-u                   | -                            | ''
            POST   | /groups                           | application/json             | {"name":"New"}
            PUT    | /groups/accept-g                  | application/json             | {"name":"Changed"}
            PATCH  | /groups/accept-g                  | application/merge-patch+json | {"name":"Changed"}
            DELETE | /groups/accept-g                  | -                            | ''
            PUT    | /groups/accept-g/members/accept-v | -                            | ''
            DELETE | /groups/accept-g/members/accept-u | -                            | ''
            POST   | /import                           | application/x-ndjson         | {"group":{"id":"accept-i","name":"I"}}
            """)
    void writeWhoseAnswerNobodyAcceptsDoesNotHappen(String method, String path, String type, String body)
            throws IOException {
        long before = events();

        Answer answer = send(method, path, type == null ? JSON : type, body, "application/xml");

        assertThat(answer.status()).isEqualTo(406);
        answer.problem();
        assertThat(events()).isEqualTo(before);
    }

    /** Clients made from the API's document accept no more than it lists, and for a 204 that is the problem alone. */
    @Test
    void whoAcceptsProblemsAloneMayStillDelete() throws IOException {
        String member = "/groups/accept-g/members/accept-u";

        assertThat(send("DELETE", member, JSON, "", "application/problem+json").status())
                .isEqualTo(204);
        assertThat(send("PUT", member, JSON, "", "application/problem+json").status())
                .isEqualTo(204);
        assertThat(send("DELETE", "/users/accept-unknown", JSON, "", "application/problem+json")
                        .problem()
                        .get("status")
                        .intValue())
                .isEqualTo(404);
    }

    @Test
    void problemIsSentToThoseWhoAcceptJsonAloneToo() throws IOException {
        assertThat(send("GET", "/users/accept-unknown", JSON, "", "application/json")
                        .problem()
                        .get("status")
                        .intValue())
                .isEqualTo(404);
    }

    private long events() {
        Long events = jdbc.queryForObject("select count(*) from event", Long.class);
        return events == null ? 0 : events;
    }

    private Answer send(String method, String path, String type, String body, String accept) throws IOException {
        return new Client(port)
                .send(Client.request(
                        method,
                        "/api/v1" + path,
                        "Content-Type: %s\r\nAccept: %s\r\n".formatted(type, accept),
                        body.getBytes(UTF_8)));
    }
}
