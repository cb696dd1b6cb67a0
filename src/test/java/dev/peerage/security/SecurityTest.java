package dev.peerage.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.web.Client;
import dev.peerage.web.WebTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who gets what, seen from outside. */
@WebTest
class SecurityTest {

    /** Who asks, by the headers that go with it. */
    private enum Sender {
        NOBODY(""),
        STRANGER("Authorization: Bearer wrong-key-of-nobody\r\n"),
        READER("Authorization: Bearer " + Client.READER_KEY + "\r\n"),
        WRITER("Authorization: Bearer " + Client.WRITER_KEY + "\r\n"),
        ADMIN("Authorization: Bearer " + Client.ADMIN_KEY + "\r\n");

        private final String headers;

        Sender(String headers) {
            this.headers = headers;
        }
    }

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource(textBlock = """
            # method and path                         none wrong reader writer admin
            GET    /api/v1/things,                     401, 401, 200, 200, 200
            HEAD   /api/v1/things,                     401, 401, 200, 200, 200
            GET    /api/v1/things/a,                   401, 401, 200, 200, 200
            POST   /api/v1/things,                     401, 401, 403, 415, 415
            PUT    /api/v1/things/a,                   401, 401, 403, 415, 415
            DELETE /api/v1/things/a,                   401, 401, 403, 204, 204
            GET    /api/v1/nothing,                    401, 401, 404, 404, 404
            GET    /api/v1/audit,                      401, 401, 403, 403, 200
            GET    /api/v1/things/a/history,           401, 401, 403, 403, 200
            GET    /api/v1/admin/regions,              401, 401, 403, 403, 200
            GET    /api/v1/%61dmin/regions,            401, 401, 403, 403, 200
            GET    /actuator/metrics,                  401, 401, 403, 403, 200
            GET    /actuator/health,                   200, 200, 200, 200, 200
            GET    /actuator/health/liveness,          200, 200, 200, 200, 200
            GET    /actuator/health/none,              404, 404, 404, 404, 404
            GET    /actuator/info,                     200, 200, 200, 200, 200
            GET    /v3/api-docs,                       200, 200, 200, 200, 200
            GET    /swagger-ui.html,                   302, 302, 302, 302, 302
            GET    /swagger-ui/index.html,             200, 200, 200, 200, 200
            GET    /error,                             401, 401, 404, 404, 404
            GET    /login,                             401, 401, 404, 404, 404
            """)
    void matrix(String request, int none, int wrong, int reader, int writer, int admin) throws IOException {
        Iterator<Integer> expected = List.of(none, wrong, reader, writer, admin).iterator();
        for (Sender sender : Sender.values()) {
            Client.Answer answer = send(request, sender.headers);

            assertThat(answer.status()).as("%s by %s", request, sender).isEqualTo(expected.next());
            if (answer.status() >= 400 && !request.startsWith("HEAD")) {
                answer.problem();
            }
            assertThat(answer.header("Set-Cookie")).isNull();
        }
    }

    @Test
    void withoutAKeyTheChallengeSaysWhatIsNeeded() throws IOException {
        Client.Answer none = send("GET /api/v1/things", "");
        Client.Answer wrong = send("GET /api/v1/things", Sender.STRANGER.headers);
        Client.Answer other = send("GET /api/v1/things", "Authorization: Basic YWRtaW46YWRtaW4=\r\n");

        assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"peerage\"");
        assertThat(wrong.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"peerage\", error=\"invalid_token\"");
        assertThat(wrong.body()).doesNotContain("wrong-key");
        assertThat(other.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"peerage\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization:\r\n",
                "Authorization: Bearer\r\n",
                "Authorization: Bearer \r\n",
                "Authorization: Basic YWRtaW46YWRtaW4=\r\n",
                "Authorization: " + Client.ADMIN_KEY + "\r\n",
                "Authorization: Bearer " + Client.ADMIN_KEY + "x\r\n",
                "Authorization: Bearer, " + Client.ADMIN_KEY + "\r\n",
                "Authorization: Bearer\u00e9\u00ff\r\n",
                "X-Api-Key: " + Client.ADMIN_KEY + "\r\n",
                "Cookie: key=" + Client.ADMIN_KEY + "\r\n"
            })
    void whatIsNoBearerKeyIsA401(String header) throws IOException {
        Client.Answer answer = send("GET /api/v1/things", header);

        assertThat(answer.status()).isEqualTo(401);
        answer.problem();
    }

    @Test
    void theSchemeIsReadInAnyCase() throws IOException {
        assertThat(send("GET /api/v1/things", "authorization: bEARER  " + Client.READER_KEY + "\r\n")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theActorIsKnownToTheController() throws IOException {
        assertThat(send("GET /api/v1/actor", Sender.READER.headers)
                        .json()
                        .get("actor")
                        .stringValue())
                .isEqualTo("reading-bot");
        assertThat(send("GET /api/v1/actor", Sender.ADMIN.headers)
                        .json()
                        .get("actor")
                        .stringValue())
                .isEqualTo("admin");
    }

    @Test
    void aRefusalNamesTheRoleThatIsMissing() throws IOException {
        assertThat(send("GET /api/v1/audit", Sender.READER.headers)
                        .problem()
                        .get("detail")
                        .stringValue())
                .isEqualTo("reading-bot has the role reader; this needs admin.");
    }

    private Client.Answer send(String request, String headers) throws IOException {
        return new Client(port)
                .send("%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n"
                        .formatted(request.replaceAll(" +", " "), headers)
                        .getBytes(StandardCharsets.ISO_8859_1));
    }
}
