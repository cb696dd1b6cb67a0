package dev.peerage.user;

import static dev.peerage.user.UserClient.USERS;
import static dev.peerage.user.UserClient.after;
import static dev.peerage.user.UserClient.badFields;
import static dev.peerage.user.UserClient.problemType;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** A user as a client makes, changes, reads and deletes it. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class UserHttpTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    @Autowired
    JdbcTemplate jdbc;

    private UserClient users;
    private String id;

    @BeforeEach
    void connect() {
        users = new UserClient(port);
        id = "user-http-" + NUMBER.incrementAndGet();
    }

    @Test
    void createdUserIsFoundWhereTheAnswerSays() throws IOException {
        Instant before = Instant.now().minusSeconds(1);
        Answer created = users.post("""
                {"username":"%1$s","name":"Søren 😀","email":"%1$s@Example.org","active":false,
                "attributes":{"floor":"2","department":"Sector 7G"}}""".formatted(id));
        String location = String.valueOf(created.header("Location"));

        Answer found = users.send("GET", location, "", after(created));

        assertThat(created.status()).isEqualTo(201);
        assertThat(location).matches(USERS + "/[A-Za-z0-9._-]{1,64}");
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json()).isEqualTo(created.json());
        assertThat(found.header("ETag")).isEqualTo(created.header("ETag")).matches("\"[^\"]+\"");
        assertThat(found.header("Consistency-Token")).matches("[A-Za-z0-9_-]+");
        assertThat(found.json().propertyNames())
                .containsExactly("id", "username", "name", "email", "active", "attributes", "createdAt", "updatedAt");
        assertThat(location).endsWith("/" + text(found, "id"));
        assertThat(text(found, "username")).isEqualTo(id);
        assertThat(text(found, "name")).isEqualTo("Søren 😀");
        assertThat(text(found, "email")).isEqualTo(id + "@Example.org");
        assertThat(found.json().get("active").booleanValue()).isFalse();
        assertThat(attributes(found)).isEqualTo("{\"department\":\"Sector 7G\",\"floor\":\"2\"}");
        assertThat(Instant.parse(text(found, "createdAt")))
                .isBetween(before, Instant.now().plusSeconds(1));
        assertThat(Instant.parse(text(found, "updatedAt"))).isAfterOrEqualTo(text(found, "createdAt"));
    }

    @Test
    void aUsernameIsEnough() throws IOException {
        Answer created = users.post("{\"username\":\"%s\"}".formatted(id));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().propertyNames())
                .containsExactly("id", "username", "active", "attributes", "createdAt", "updatedAt");
        assertThat(created.json().get("active").booleanValue()).isTrue();
        assertThat(attributes(created)).isEqualTo("{}");
    }

    @Test
    void idOfAPostedUserIsNotTheClientsToChoose() throws IOException {
        Answer refused = users.post("{\"id\":\"%1$s\",\"username\":\"%1$s\"}".formatted(id));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(badFields(refused)).containsExactly("id");
    }

    @Test
    void putCreatesAndThenReplacesAllFields() throws IOException {
        Answer created = users.put(id, """
                {"id":"%1$s","username":"%1$s","name":"A","email":"%1$s@x.org","active":false,"attributes":{"a":"1"}}""".formatted(id));
        Answer replaced = users.put(id, "{\"username\":\"%s-2\",\"attributes\":{\"b\":\"2\"}}".formatted(id));
        Answer found = users.get(id, after(replaced));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(USERS + "/" + id);
        assertThat(text(created, "id")).isEqualTo(id);
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.header("Location")).isNull();
        assertThat(replaced.header("ETag")).isNotEqualTo(created.header("ETag"));
        assertThat(replaced.json().propertyNames())
                .containsExactly("id", "username", "active", "attributes", "createdAt", "updatedAt");
        assertThat(text(replaced, "username")).isEqualTo(id + "-2");
        assertThat(replaced.json().get("active").booleanValue()).isTrue();
        assertThat(attributes(replaced)).isEqualTo("{\"b\":\"2\"}");
        assertThat(text(replaced, "createdAt")).isEqualTo(text(created, "createdAt"));
        assertThat(Instant.parse(text(replaced, "updatedAt"))).isAfter(text(created, "updatedAt"));
        assertThat(found.json()).isEqualTo(replaced.json());
    }

    @Test
    void whatWasReadMayBeSentBackAndChangesNothing() throws IOException {
        Answer created = users.put(id, """
                {"username":"%1$s","name":"A","email":"%1$s@x.org","active":false,"attributes":{"a":"1"}}""".formatted(id));

        Answer same = users.put(id, created.body());

        assertThat(same.status()).isEqualTo(200);
        assertThat(same.json()).isEqualTo(created.json());
        assertThat(same.header("ETag")).isEqualTo(created.header("ETag"));
        assertThat(events(id)).isEqualTo(5);
    }

    @Test
    void idInTheBodyOfAPutIsThatOfThePath() throws IOException {
        Answer refused = users.put(id, "{\"id\":\"somebody\",\"username\":\"%s\"}".formatted(id));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(badFields(refused)).containsExactly("id");
    }

    @Test
    void putMayBeToCreateOnly() throws IOException {
        Answer created = users.put(id, "{\"username\":\"%s\"}".formatted(id), "If-None-Match: *");
        Answer refused = users.put(id, "{\"username\":\"%s-2\"}".formatted(id), "If-None-Match: *");

        assertThat(created.status()).isEqualTo(201);
        assertThat(refused.status()).isEqualTo(412);
        assertThat(problemType(refused)).isEqualTo("urn:peerage:problem:precondition-failed");
        assertThat(events(id)).isEqualTo(1);
    }

    @Test
    void patchSetsMergesAndTakesAwayWhatItNames() throws IOException {
        Answer created = users.put(id, """
                {"username":"%1$s","name":"A","email":"%1$s@x.org","attributes":{"a":"1","b":"2"}}""".formatted(id));

        Answer patched = users.patch(id, """
                {"email":null,"active":false,"attributes":{"a":null,"b":"3","c":"4","never":null}}""");
        Answer found = users.get(id, after(patched));

        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.header("ETag")).isNotEqualTo(created.header("ETag"));
        assertThat(patched.json().has("email")).isFalse();
        assertThat(patched.json().get("active").booleanValue()).isFalse();
        assertThat(text(patched, "username")).isEqualTo(id);
        assertThat(text(patched, "name")).isEqualTo("A");
        assertThat(attributes(patched)).isEqualTo("{\"b\":\"3\",\"c\":\"4\"}");
        assertThat(found.json()).isEqualTo(patched.json());
        assertThat(found.header("ETag")).isEqualTo(patched.header("ETag"));
    }

    @Test
    void patchMayTakeAllAttributesAway() throws IOException {
        users.put(id, "{\"username\":\"%s\",\"attributes\":{\"a\":\"1\",\"b\":\"2\"}}".formatted(id));

        Answer patched = users.patch(id, "{\"attributes\":null}");

        assertThat(patched.status()).isEqualTo(200);
        assertThat(attributes(patched)).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"A\"}",
                "{\"email\":null,\"active\":true}",
                "{\"attributes\":{}}",
                "{\"attributes\":{\"a\":\"1\",\"never\":null}}",
                "{\"createdAt\":\"1999-12-31T00:00:00Z\"}"
            })
    void patchThatChangesNothingWritesNoEvent(String patch) throws IOException {
        Answer created =
                users.put(id, "{\"username\":\"%s\",\"name\":\"A\",\"attributes\":{\"a\":\"1\"}}".formatted(id));

        Answer patched = users.patch(id, patch);

        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.json()).isEqualTo(created.json());
        assertThat(patched.header("ETag")).isEqualTo(created.header("ETag"));
        assertThat(events(id)).isEqualTo(3);
    }

    @Test
    void whatAUserMustHaveIsNotTakenAway() throws IOException {
        users.put(id, "{\"username\":\"%s\"}".formatted(id));

        Answer refused = users.patch(id, "{\"username\":null,\"active\":null,\"name\":\"A\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(badFields(refused)).containsExactlyInAnyOrder("username", "active");
        assertThat(events(id)).isEqualTo(1);
    }

    @Test
    void unknownUserIsNeitherFoundNorPatchedNorDeleted() throws IOException {
        assertThat(users.patch(id, "{\"username\":\"%s\"}".formatted(id)).status())
                .isEqualTo(404);
        assertThat(users.delete(id).status()).isEqualTo(404);
        Answer unknown = users.get(id);

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(problemType(unknown)).isEqualTo("urn:peerage:problem:not-found");
        assertThat(unknown.header("Consistency-Token")).isNotNull();
    }

    @Test
    void deletedUserIsGoneForGood() throws IOException {
        Answer created = users.put(id, "{\"username\":\"%s\"}".formatted(id));

        Answer deleted = users.delete(id, UserClient.ifMatch(created));

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(users.get(id, after(deleted)).status()).isEqualTo(404);
        assertThat(users.patch(id, "{\"name\":\"A\"}").status()).isEqualTo(404);
        assertThat(users.delete(id).status()).isEqualTo(404);
        Answer again = users.put(id, "{\"username\":\"%s\"}".formatted(id));
        assertThat(again.status()).isEqualTo(409);
        assertThat(problemType(again)).isEqualTo("urn:peerage:problem:id-retired");
        assertThat(users.put(id, "{\"username\":\"%s\"}".formatted(id), "If-None-Match: *")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void knownVersionIsNotSentAgain() throws IOException {
        Answer created = users.put(id, "{\"username\":\"%s\"}".formatted(id));
        String tag = String.valueOf(created.header("ETag"));

        Answer known = users.get(id, after(created), "If-None-Match: \"other\", W/" + tag);
        Answer changed = users.patch(id, "{\"name\":\"A\"}");

        assertThat(known.status()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(known.header("ETag")).isEqualTo(tag);
        assertThat(known.header("Consistency-Token")).isNotNull();
        assertThat(users.get(id, after(changed), "If-None-Match: " + tag).status())
                .isEqualTo(200);
    }

    private long events(String user) {
        Long count = jdbc.queryForObject("select count(*) from event where subject = ?", Long.class, "user/" + user);
        return count == null ? 0 : count;
    }

    private static String text(Answer answer, String field) {
        return answer.json().get(field).stringValue();
    }

    private static String attributes(Answer answer) {
        return answer.json().get("attributes").toString();
    }
}
