package dev.peerage.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A look-up is for one value, whatever is in it. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class LookUpHttpTest {

    @LocalServerPort
    int port;

    @ParameterizedTest
    @ValueSource(strings = {"email", "username"})
    void twoValuesAreRefused(String parameter) throws IOException {
        Answer answer =
                new Client(port).get("/api/v1/users?%1$s=a@example.org&%1$s=b@example.org".formatted(parameter));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem().at("/errors/0/field").stringValue()).isEqualTo(parameter);
    }

    @Test
    void valueWithACommaIsOneValue() throws IOException {
        Answer created = new Client(port)
                .send(Client.request(
                        "PUT",
                        "/api/v1/users/look-up-comma",
                        "Content-Type: application/json\r\n",
                        "{\"username\":\"look,up\"}".getBytes(StandardCharsets.UTF_8)));

        Answer found = new Client(port)
                .send(Client.request(
                        "GET",
                        "/api/v1/users?username=LOOK,UP",
                        "Consistency-Token: " + created.header("Consistency-Token") + "\r\n"));

        assertThat(found.json().at("/items/0/id").stringValue()).isEqualTo("look-up-comma");
        assertThat(new Client(port)
                        .get("/api/v1/users?username=look&limit=1")
                        .json()
                        .get("items"))
                .isEmpty();
    }
}
