package dev.peerage.user;

import static dev.peerage.user.UserClient.after;
import static dev.peerage.user.UserClient.badFields;
import static dev.peerage.user.UserClient.ids;
import static dev.peerage.user.UserClient.items;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Lists of users: the one with a username or email, and all. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class UserListHttpTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    private UserClient users;
    private String id;

    @BeforeEach
    void connect() {
        users = new UserClient(port);
        id = "user-list-" + NUMBER.incrementAndGet();
    }

    @ParameterizedTest
    @CsvSource({
        "homer, homer",
        "Homer, HOMER",
        "Straße, STRASSE",
        "homer, \uff48\uff4f\uff4d\uff45\uff52", // full width
        "\ufb01sh, FISH", // a ligature
        "\u00e9te, E\u0301TE" // composed, and decomposed
    })
    void usersAreFoundWhateverTheCaseAndFormOfWhatIsAskedFor(String name, String asked) throws IOException {
        Answer created =
                users.put(id, "{\"username\":\"%1$s %2$s\",\"email\":\"%1$s-%2$s+tag@X.org\"}".formatted(name, id));

        Answer byUsername = users.list("?username=" + encoded(asked + " " + id), after(created));
        Answer byEmail = users.list("?email=" + encoded(asked + "-" + id + "+TAG@x.ORG"), after(created));

        assertThat(items(byUsername)).containsExactly(created.json());
        assertThat(items(byEmail)).containsExactly(created.json());
        assertThat(byUsername.json().has("next")).isFalse();
        assertThat(byUsername.header("Consistency-Token")).isNotNull();
        assertThat(byUsername.header("ETag")).as("of the list").isNotEqualTo(created.header("ETag"));
    }

    @Test
    void nothingButTheWholeValueFinds() throws IOException {
        Answer created = users.put(id, "{\"username\":\"%1$s-homer\",\"email\":\"%1$s@example.org\"}".formatted(id));

        for (String query : List.of(
                "?username=" + id,
                "?username=" + id + "-home_",
                "?username=" + id + "%25",
                "?username=" + id + "@example.org",
                "?username=",
                "?email=" + id,
                "?email=" + id + "%40example.or",
                "?email=%25",
                "?email=")) {
            assertThat(items(users.list(query, after(created)))).as(query).isEmpty();
        }
    }

    @Test
    void valueWithACommaIsOneValue() throws IOException {
        Answer created = users.put(id, "{\"username\":\"%s,up\"}".formatted(id));

        assertThat(ids(users.list("?username=" + id + ",UP", after(created)))).containsExactly(id);
        assertThat(items(users.list("?username=" + id, after(created)))).isEmpty();
    }

    @Test
    void usersAreFoundByWhatTheyHaveNowAlone() throws IOException {
        users.put(id, "{\"username\":\"%1$s-old\",\"email\":\"%1$s@old.org\"}".formatted(id));
        String changed = after(users.patch(id, "{\"username\":\"%1$s-new\",\"email\":null}".formatted(id)));

        assertThat(ids(users.list("?username=" + id + "-new", changed))).containsExactly(id);
        assertThat(items(users.list("?username=" + id + "-old", changed))).isEmpty();
        assertThat(items(users.list("?email=" + id + "@old.org", changed))).isEmpty();

        String deleted = after(users.delete(id));
        assertThat(items(users.list("?username=" + id + "-new", deleted))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "email=a@x.org&username=a, username",
        "username=a&username=b, username",
        "email=a@x.org&email=b@x.org, email"
    })
    void askingForMoreThanOneIsRefused(String query, String field) throws IOException {
        Answer refused = users.list("?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(badFields(refused)).containsExactly(field);
    }

    @Test
    void followingTheCursorsGivesEachUserOnceInTheOrderOfIds() throws IOException {
        List<String> written =
                IntStream.range(100, 160).mapToObj(i -> id + "-" + i).toList();
        users.send("POST", "/api/v1/import", lines(written), "Content-Type: application/x-ndjson");
        String deleted = written.get(30);
        String fresh = after(users.delete(deleted));

        List<String> seen = new ArrayList<>();
        Answer page = users.list("?limit=25", fresh);
        while (page.json().has("next")) {
            assertThat(items(page)).hasSize(25);
            seen.addAll(ids(page));
            page = users.list("?limit=25&cursor=" + page.json().get("next").stringValue(), fresh);
        }
        seen.addAll(ids(page));

        assertThat(items(page)).hasSizeBetween(1, 25);
        assertThat(seen).doesNotHaveDuplicates().isSorted().doesNotContain(deleted);
        assertThat(seen).filteredOn(user -> user.startsWith(id + "-")).hasSize(written.size() - 1);
    }

    @Test
    void withoutALimitAPageHas50Users() throws IOException {
        List<String> written =
                IntStream.range(0, 51).mapToObj(i -> id + "-" + i).toList();
        Answer imported = users.send("POST", "/api/v1/import", lines(written), "Content-Type: application/x-ndjson");

        Answer page = users.list("", after(imported));

        assertThat(items(page)).hasSize(50);
        assertThat(page.json().get("next").stringValue()).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=-1",
                "limit=ten",
                "limit=",
                "cursor=none",
                "cursor=",
                "cursor=a%20b"
            })
    void badLimitOrCursorIsRefused(String query) throws IOException {
        Answer refused = users.list("?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(badFields(refused)).containsExactly(query.substring(0, query.indexOf('=')));
    }

    @Test
    void cursorOfAnotherListIsRefused() throws IOException {
        String json = "Content-Type: application/json";
        users.send("PUT", "/api/v1/groups/" + id + "-a", "{\"name\":\"A\"}", json);
        Answer last = users.send("PUT", "/api/v1/groups/" + id + "-b", "{\"name\":\"B\"}", json);
        Answer groups = users.send("GET", "/api/v1/groups?limit=1", "", after(last));

        Answer refused = users.list("?cursor=" + groups.json().get("next").stringValue());

        assertThat(refused.status()).isEqualTo(400);
        assertThat(badFields(refused)).containsExactly("cursor");
    }

    private static String lines(List<String> ids) {
        return ids.stream()
                .map("{\"user\":{\"id\":\"%1$s\",\"username\":\"%1$s\"}}"::formatted)
                .collect(Collectors.joining("\n"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
