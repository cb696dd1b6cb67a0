package dev.peerage.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Memberships as a client sees them. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class MembershipHttpTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    private Client client;
    private String id;

    @BeforeEach
    void connect() {
        client = new Client(port);
        id = "membership-http-" + NUMBER.incrementAndGet();
    }

    @Test
    void memberIsShownWithTheTokenOfItsAdd() throws IOException {
        Instant before = Instant.now();
        String group = group("");
        String user = user("lisa");

        Answer added = send("PUT", members(group) + "/" + user, "", "");
        Answer membership = get(members(group) + "/" + user, added);

        assertThat(added.status()).isEqualTo(204);
        assertThat(membership.status()).isEqualTo(200);
        assertThat(membership.json().propertyNames()).containsExactly("groupId", "userId", "since");
        assertThat(membership.json().get("groupId").stringValue()).isEqualTo(group);
        assertThat(membership.json().get("userId").stringValue()).isEqualTo(user);
        assertThat(Instant.parse(membership.json().get("since").stringValue()))
                .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
        assertThat(membership.header("ETag")).isEqualTo(added.header("ETag"));
    }

    @Test
    void knownMembershipIsNotSentAgain() throws IOException {
        String group = group("");
        String user = user("lisa");
        Answer added = send("PUT", members(group) + "/" + user, "", "");

        Answer again = send(
                "GET",
                members(group) + "/" + user,
                fresh(added) + "If-None-Match: " + added.header("ETag") + "\r\n",
                "");

        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    void addingAMemberAgainChangesNothing() throws IOException {
        String group = group("");
        String user = user("lisa");
        Answer added = send("PUT", members(group) + "/" + user, "", "");

        Answer again = send("PUT", members(group) + "/" + user, "", "");

        assertThat(again.status()).isEqualTo(204);
        assertThat(again.header("ETag")).isEqualTo(added.header("ETag"));
    }

    @Test
    void removedMemberIsGoneAndMayComeBack() throws IOException {
        String group = group("");
        String user = user("lisa");
        send("PUT", members(group) + "/" + user, "", "");

        Answer removed = send("DELETE", members(group) + "/" + user, "", "");
        assertThat(removed.status()).isEqualTo(204);
        assertThat(get(members(group) + "/" + user, removed).status()).isEqualTo(404);
        assertThat(items(get(members(group), removed))).isEmpty();

        Answer back = send("PUT", members(group) + "/" + user, "", "");
        assertThat(get(members(group) + "/" + user, back).status()).isEqualTo(200);
    }

    @Test
    void removingWhoIsNoMemberIsFine() throws IOException {
        Answer removed = send("DELETE", members(id) + "/nobody", "", "");

        assertThat(removed.status()).isEqualTo(204);
        assertThat(removed.header("ETag")).isNull();
        assertThat(removed.header("Consistency-Token")).isNotNull();
        assertThat(get(members(id) + "/nobody", removed).status()).isEqualTo(404);
    }

    @Test
    void addingToAnUnknownGroupOrOfAnUnknownUserIsRefused() throws IOException {
        String group = group("");
        String user = user("lisa");

        assertThat(send("PUT", members("nothing") + "/" + user, "", "")
                        .problem()
                        .get("detail")
                        .stringValue())
                .isEqualTo("group/nothing is not known here");
        Answer unknownUser = send("PUT", members(group) + "/nobody", "", "");
        assertThat(unknownUser.status()).isEqualTo(404);
        assertThat(unknownUser.problem().get("detail").stringValue()).isEqualTo("user/nobody is not known here");
    }

    @Test
    void addingToADeletedGroupOrOfADeletedUserIsRefused() throws IOException {
        String group = group("");
        String user = user("lisa");
        String deleted = user("bart");
        send("DELETE", "/api/v1/users/" + deleted, "", "");
        assertThat(send("PUT", members(group) + "/" + deleted, "", "").status()).isEqualTo(404);

        send("DELETE", "/api/v1/groups/" + group, "", "");
        assertThat(send("PUT", members(group) + "/" + user, "", "").status()).isEqualTo(404);
    }

    @Test
    void membershipsOfADeletedUserAreNotShown() throws IOException {
        String group = group("");
        String lisa = user("lisa");
        String bart = user("bart");
        send("PUT", members(group) + "/" + lisa, "", "");
        Answer added = send("PUT", members(group) + "/" + bart, "", "");

        Answer deleted = send("DELETE", "/api/v1/users/" + bart, "", "");
        String both = fresh(added) + fresh(deleted);

        assertThat(items(send("GET", members(group), both, "")))
                .extracting(item -> item.get("userId").stringValue())
                .containsExactly(lisa);
        assertThat(send("GET", members(group) + "/" + bart, both, "").status()).isEqualTo(404);
        assertThat(send("GET", "/api/v1/users/" + bart + "/groups", both, "").status())
                .isEqualTo(404);
    }

    @Test
    void membershipsOfADeletedGroupAreNotShown() throws IOException {
        String group = group("");
        String user = user("lisa");
        Answer added = send("PUT", members(group) + "/" + user, "", "");

        Answer deleted = send("DELETE", "/api/v1/groups/" + group, "", "");
        String both = fresh(added) + fresh(deleted);

        assertThat(send("GET", members(group), both, "").status()).isEqualTo(404);
        assertThat(send("GET", members(group) + "/" + user, both, "").status()).isEqualTo(404);
        assertThat(items(send("GET", "/api/v1/users/" + user + "/groups", both, "")))
                .isEmpty();
    }

    @Test
    void membersArePagedInTheOrderOfTheirIds() throws IOException {
        String group = group("");
        List<String> users = List.of(user("a"), user("b"), user("c"), user("d"), user("e"));
        String added = "";
        for (String user : users) {
            added = fresh(send("PUT", members(group) + "/" + user, "", ""));
        }

        Answer first = send("GET", members(group) + "?limit=2", added, "");
        Answer second = send("GET", members(group) + "?limit=2&cursor=" + next(first), added, "");
        Answer third = send("GET", members(group) + "?limit=2&cursor=" + next(second), added, "");

        List<JsonNode> all = new ArrayList<>(items(first));
        all.addAll(items(second));
        all.addAll(items(third));
        assertThat(all).extracting(item -> item.get("userId").stringValue()).isEqualTo(users);
        assertThat(all.getFirst().propertyNames()).containsExactly("userId", "username", "name");
        assertThat(third.json().has("next")).isFalse();
    }

    @Test
    void groupsOfAUserArePagedInTheOrderOfTheirIds() throws IOException {
        String user = user("lisa");
        List<String> groups = List.of(group("a"), group("b"), group("c"));
        String added = "";
        for (String group : groups) {
            added = fresh(send("PUT", members(group) + "/" + user, "", ""));
        }
        String list = "/api/v1/users/" + user + "/groups";

        Answer first = send("GET", list + "?limit=2", added, "");
        Answer second = send("GET", list + "?limit=2&cursor=" + next(first), added, "");

        assertThat(items(first))
                .extracting(item -> item.get("groupId").stringValue())
                .isEqualTo(groups.subList(0, 2));
        assertThat(items(second))
                .extracting(item -> item.get("groupId").stringValue())
                .isEqualTo(groups.subList(2, 3));
        assertThat(items(first).getFirst().propertyNames()).containsExactly("groupId", "name");
    }

    @Test
    void cursorOfAnotherGroupsMembersIsRefused() throws IOException {
        String one = group("one");
        String other = group("other");
        String lisa = user("lisa");
        String bart = user("bart");
        send("PUT", members(one) + "/" + lisa, "", "");
        Answer added = send("PUT", members(one) + "/" + bart, "", "");
        String cursor = next(get(members(one) + "?limit=1", added));

        Answer refused = client.get(members(other) + "?cursor=" + cursor);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem().get("errors").get(0).get("field").stringValue())
                .isEqualTo("cursor");
    }

    @Test
    void listsOfWhatIsUnknownAreNotFound() throws IOException {
        assertThat(client.get(members("nothing")).status()).isEqualTo(404);
        assertThat(client.get("/api/v1/users/nobody/groups").status()).isEqualTo(404);
    }

    @Test
    void conditionsOfAWriteAreCheckedAgainstTheMembership() throws IOException {
        String group = group("");
        String user = user("lisa");
        String path = members(group) + "/" + user;

        assertThat(send("DELETE", path, "If-Match: *\r\n", "").status()).isEqualTo(412);
        Answer added = send("PUT", path, "If-None-Match: *\r\n", "");
        assertThat(added.status()).isEqualTo(204);
        assertThat(send("PUT", path, "If-None-Match: *\r\n", "").status()).isEqualTo(412);
        assertThat(send("DELETE", path, "If-Match: \"local~7\"\r\n", "").status())
                .isEqualTo(412);
        assertThat(send("DELETE", path, "If-Match: " + added.header("ETag") + "\r\n", "")
                        .status())
                .isEqualTo(204);
        assertThat(send("PUT", path, "If-Match: *\r\n", "").status()).isEqualTo(412);
    }

    @Test
    void membershipOfADeletedUserDoesNotExistForAConditionEither() throws IOException {
        String group = group("");
        String user = user("lisa");
        String path = members(group) + "/" + user;
        send("PUT", path, "", "");

        send("DELETE", "/api/v1/users/" + user, "", "");

        assertThat(send("DELETE", path, "If-Match: *\r\n", "").status()).isEqualTo(412);
    }

    @Test
    void importedMembersAreMembers() throws IOException {
        String lines = """
                {"user":{"id":"%1$s-u","username":"%1$s-u"}}
                {"group":{"id":"%1$s","name":"Imported"}}
                {"member":{"groupId":"%1$s","userId":"%1$s-u"}}
                {"member":{"groupId":"%1$s","userId":"%1$s-nobody"}}
                {"member":{"groupId":"%1$s","user":"%1$s-u"}}
                """.formatted(id);

        Answer imported = send("POST", "/api/v1/import", "Content-Type: application/x-ndjson\r\n", lines);
        Answer again = send("POST", "/api/v1/import", "Content-Type: application/x-ndjson\r\n", lines);

        assertThat(imported.json().get("accepted").intValue()).isEqualTo(3);
        assertThat(imported.json().get("rejected"))
                .extracting(it -> it.get("line").intValue())
                .containsExactly(4, 5);
        assertThat(again.json().get("accepted").intValue()).isEqualTo(0);
        assertThat(again.json().get("unchanged").intValue()).isEqualTo(3);
        assertThat(items(get(members(id), imported)))
                .extracting(item -> item.get("userId").stringValue())
                .containsExactly(id + "-u");
    }

    @Test
    void malformedIdsAreRefused() throws IOException {
        assertThat(send("PUT", members("a%20b") + "/lisa", "", "")
                        .problem()
                        .get("status")
                        .intValue())
                .isEqualTo(400);
        assertThat(send("PUT", members("ab") + "/" + "x".repeat(65), "", "")
                        .problem()
                        .get("status")
                        .intValue())
                .isEqualTo(400);
    }

    private String group(String suffix) throws IOException {
        String group = id + suffix;
        assertThat(send("PUT", "/api/v1/groups/" + group, JSON, "{\"name\":\"Group\"}")
                        .status())
                .isEqualTo(201);
        return group;
    }

    private String user(String suffix) throws IOException {
        String user = id + "-" + suffix;
        String body = "{\"username\":\"%s\",\"name\":\"Somebody\"}".formatted(user);
        assertThat(send("PUT", "/api/v1/users/" + user, JSON, body).status()).isEqualTo(201);
        return user;
    }

    private static final String JSON = "Content-Type: application/json\r\n";

    private static String members(String group) {
        return "/api/v1/groups/" + group + "/members";
    }

    private Answer get(String target, Answer after) throws IOException {
        return send("GET", target, fresh(after), "");
    }

    private static String fresh(Answer after) {
        return "Consistency-Token: " + after.header("Consistency-Token") + "\r\nPrefer: wait=5\r\n";
    }

    private Answer send(String method, String target, String headers, String body) throws IOException {
        return client.send(Client.request(method, target, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<JsonNode> items(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("items").values().stream().toList();
    }

    private static String next(Answer answer) {
        return answer.json().get("next").stringValue();
    }
}
