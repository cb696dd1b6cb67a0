package dev.peerage.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.generate.GeneratedPeople;
import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Searches as people type them, among generated people. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY, "peerage.cache-size=1MB"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchHttpTest {

    private static final long SEED = Long.getLong("peerage.seed", 20_261_127);
    private static final String JSON = "Content-Type: application/json\r\n";

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<JsonNode> people = new ArrayList<>();
    private Client client;

    /** Reaches all that has been written so far. */
    private String token = "";

    @BeforeAll
    void generate(@LocalServerPort int port) throws IOException {
        client = new Client(port);
        byte[] lines = GeneratedPeople.lines(5_000, 200, 7);
        assertThat(send("POST", "/import", "Content-Type: application/x-ndjson\r\n", lines)
                        .json()
                        .get("accepted")
                        .intValue())
                .isEqualTo(5_200);
        new String(lines, UTF_8)
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .filter(line -> line.has("user"))
                .forEach(line -> people.add(line.get("user")));
        await().atMost(Duration.ofMinutes(2))
                .until(() -> send("GET", "/users?q=wait&limit=1", token + "Prefer: wait=20\r\n")
                                .status()
                        == 200);
    }

    @Test
    void whoIsMeantIsFoundFirst() throws IOException {
        List<String> otherwise = new ArrayList<>();
        List<String> judged = judged();
        for (String line : judged) {
            int bar = line.lastIndexOf('|');
            String asked = line.substring(0, bar).strip();
            List<String> found = usernames(items("/users?limit=5&q=" + encoded(asked)));
            if (found.isEmpty()
                    || !found.getFirst().equals(line.substring(bar + 1).strip())) {
                otherwise.add(line + ", but found " + found);
            }
        }
        assertThat(judged).hasSizeGreaterThan(60);
        assertThat(otherwise).isEmpty();
    }

    static List<String> judged() throws IOException {
        try (InputStream file = Objects.requireNonNull(SearchHttpTest.class.getResourceAsStream("judged.txt"))) {
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> line.contains("|"))
                    .toList();
        }
    }

    @Test
    void whoHasExactlyThatUsernameOrEmailIsFirst() throws IOException {
        for (JsonNode person : sample(100)) {
            for (String handle : List.of("username", "email")) {
                if (person.has(handle)) {
                    List<JsonNode> found = items(
                            "/users?limit=1&q=" + encoded(person.get(handle).stringValue()));
                    assertThat(ids(found)).containsExactly(person.get("id").stringValue());
                }
            }
        }
    }

    @Test
    void whoseHandleIsExactlyThatComesBeforeWhoseIsButForAccents() throws IOException {
        put("/users/twin-1", "{\"username\":\"mueslï\",\"name\":\"Anna\",\"email\":\"muesli@example.org\"}");
        put("/users/twin-2", "{\"username\":\"muesli\",\"name\":\"Berta\",\"email\":\"mueslï@example.org\"}");

        assertThat(ids(items("/users?q=MUESLI"))).containsExactly("twin-2", "twin-1");
        assertThat(ids(items("/users?q=" + encoded("mueslï")))).containsExactly("twin-1", "twin-2");
        assertThat(ids(items("/users?q=" + encoded("muesli@example.org")))).containsExactly("twin-1", "twin-2");
        assertThat(ids(items("/users?q=" + encoded("Mueslï@Example.org")))).containsExactly("twin-2", "twin-1");
    }

    @Test
    void koreansAreFoundByTheirGivenNames() throws IOException {
        put("/users/doyun", "{\"username\":\"doyun\",\"name\":\"김도윤\"}");

        for (String asked : List.of("김도윤", "도윤", "김 도윤", "도윤 김")) {
            assertThat(allIds("/users?limit=1000&q=" + encoded(asked)))
                    .as(asked)
                    .contains("doyun");
        }
    }

    @Test
    void wordsAreFoundInAnyOrderByTheirBeginnings() throws IOException {
        for (JsonNode person : sample(100)) {
            List<String> words =
                    new ArrayList<>(List.of(person.path("name").stringValue("").split(" ")));
            words.sort(Comparator.comparing(_ -> random.nextInt()));
            String asked = String.join(
                    " ",
                    words.stream()
                            .map(word -> word.substring(0, Math.min(word.length(), 3)))
                            .toList());
            assertThat(allIds("/users?limit=1000&q=" + encoded(asked)))
                    .as("%s by %s, seed %d", person, asked, SEED)
                    .contains(person.get("id").stringValue());
        }
    }

    @Test
    void oneTypoInAWordOfFourLettersIsForgiven() throws IOException {
        List<JsonNode> plain = people.stream()
                .filter(person -> person.path("name").stringValue("").matches("[A-Za-z]{4,} [A-Za-z]{4,}"))
                .toList();
        for (int i = 0; i < 100; i++) {
            JsonNode person = plain.get(random.nextInt(plain.size()));
            String[] words = person.get("name").stringValue().split(" ");
            String asked = mistyped(words[0]) + " " + mistyped(words[1]);
            assertThat(allIds("/users?limit=1000&q=" + encoded(asked)))
                    .as("%s by %s, seed %d", person, asked, SEED)
                    .contains(person.get("id").stringValue());
        }
    }

    private String mistyped(String word) {
        StringBuilder typed = new StringBuilder(word);
        int at = random.nextInt(word.length() - 1);
        switch (random.nextInt(word.length() > 4 ? 4 : 3)) {
            case 0 -> typed.insert(at, 'x');
            case 1 -> typed.setCharAt(at, 'x');
            case 2 -> typed.insert(at, typed.charAt(at + 1)).deleteCharAt(at + 2);
            default -> typed.deleteCharAt(at);
        }
        return typed.toString();
    }

    @Test
    void whoSharesNoWordIsNotFound() throws IOException {
        assertThat(items("/users?q=" + encoded("emily zzyzx"))).isEmpty();
        assertThat(items("/users?q=" + encoded("***"))).isEmpty();
        assertThat(items("/users?q=egu"))
                .as("three letters have no typo")
                .noneMatch(person -> person.get("username").stringValue().startsWith("egi"));
    }

    @ParameterizedTest
    @CsvSource({
        "username, username",
        "-username, username",
        "name, name",
        "-name, name",
        "createdAt, createdAt",
        "-createdAt, createdAt"
    })
    void pagesInAnOrderLeadToAllOnce(String sort, String field) throws IOException {
        List<JsonNode> found = all("/users?limit=333&active=false&sort=" + sort);

        Set<String> inactive = new HashSet<>();
        people.stream()
                .filter(person -> !person.get("active").booleanValue())
                .forEach(person -> inactive.add(person.get("id").stringValue()));
        assertThat(ids(found)).doesNotHaveDuplicates().containsAll(inactive);
        assertThat(found).noneMatch(person -> person.get("active").booleanValue());
        List<String> values = found.stream()
                .map(person -> person.path(field).stringValue("\uFFFF"))
                .map(value -> field.equals("createdAt")
                        ? Long.toString(Instant.parse(value).toEpochMilli())
                        : Words.folded(value))
                .toList();
        Comparator<String> order = Comparator.comparing(
                value -> value.codePoints().mapToObj("%06x"::formatted).toList().toString());
        assertThat(values).isSortedAccordingTo(sort.startsWith("-") ? order.reversed() : order);
    }

    @Test
    void pagesStayInPlaceWhilePeopleAreAdded() throws IOException {
        Set<String> before = new HashSet<>(allIds("/users?limit=1000&q=mar"));
        Set<String> seen = new HashSet<>();
        String cursor = "";
        int added = 0;
        do {
            Answer page = send("GET", "/users?limit=20&q=mar" + cursor, token);
            for (JsonNode person : page.json().get("items")) {
                assertThat(seen.add(person.get("id").stringValue())).isTrue();
            }
            put(
                    "/users/mar-" + added,
                    "{\"username\":\"mar-%1$d\",\"name\":\"%2$s Mar %1$d\"}"
                            .formatted(added, added % 2 == 0 ? "Aa" : "Zz"));
            added++;
            cursor = page.json().has("next")
                    ? "&cursor=" + page.json().get("next").stringValue()
                    : "";
        } while (!cursor.isEmpty());

        assertThat(before).hasSizeGreaterThan(100);
        assertThat(seen).containsAll(before);
    }

    @Test
    void whoIsWrittenIsFoundByWhoeverShowsTheToken() throws IOException {
        for (int i = 0; i < 50; i++) {
            String name = "Ysolde " + (char) ('A' + i % 26)
                    + Character.toString('a' + i % 26).repeat(5 + 3 * (i / 26));
            put("/users/written", "{\"username\":\"written\",\"name\":\"%s\"}".formatted(name));
            List<JsonNode> found = items("/users?q=" + encoded(name));
            assertThat(ids(found)).as(name).containsExactly("written");
            assertThat(found.getFirst().get("name").stringValue()).isEqualTo(name);
        }
        assertThat(items("/users?q=" + encoded("Ysolde Aaaaaa")))
                .as("what it was before")
                .isEmpty();
        write("DELETE", "/users/written", "");
        assertThat(items("/users?q=ysolde")).isEmpty();
    }

    @Test
    void attributesAreSearchedAndNamesComeFirst() throws IOException {
        put(
                "/users/quillon-a",
                "{\"username\":\"qa\",\"name\":\"Aaron\",\"attributes\":{\"title\":\"Quillon of Zork\"}}");
        put("/users/quillon-b", "{\"username\":\"qb\",\"name\":\"Zoe Quillon\"}");

        assertThat(ids(items("/users?q=quillon"))).containsExactly("quillon-b", "quillon-a");
        assertThat(ids(items("/users?q=" + encoded("zork aaron")))).containsExactly("quillon-a");
    }

    @Test
    void onlyMembersOfAGroupAreFoundInIt() throws IOException {
        put("/groups/few", "{\"name\":\"Few\"}");
        put("/groups/many", "{\"name\":\"Many\"}");
        List<JsonNode> members = sample(30);
        StringBuilder lines = new StringBuilder();
        for (JsonNode member : members) {
            lines.append(member("few", member));
        }
        people.stream().limit(3_000).forEach(member -> lines.append(member("many", member)));
        keep(send(
                "POST",
                "/import",
                token + "Content-Type: application/x-ndjson\r\n",
                lines.toString().getBytes(UTF_8)));

        assertThat(allIds("/users?limit=7&group=few")).containsExactlyInAnyOrderElementsOf(new HashSet<>(ids(members)));
        assertThat(allIds("/users?limit=100&group=few&q=example"))
                .containsExactlyInAnyOrderElementsOf(ids(members.stream()
                        .filter(person -> person.has("email"))
                        .distinct()
                        .toList()));
        Set<String> marias = new HashSet<>(allIds("/users?limit=1000&q=maria"));
        marias.retainAll(ids(people.subList(0, 3_000)));
        assertThat(marias).isNotEmpty();
        assertThat(allIds("/users?limit=3&group=many&q=maria")).containsExactlyInAnyOrderElementsOf(marias);
        assertThat(allIds("/users?limit=1000&group=many&sort=name"))
                .hasSize(3_000)
                .doesNotHaveDuplicates();
        assertThat(items("/users?group=nobodys")).isEmpty();

        write("DELETE", "/groups/few/members/" + members.getFirst().get("id").stringValue(), "");
        assertThat(allIds("/users?group=few"))
                .doesNotContain(members.getFirst().get("id").stringValue());
    }

    private static String member(String group, JsonNode user) {
        return "{\"member\":{\"groupId\":\"%s\",\"userId\":\"%s\"}}%n"
                .formatted(group, user.get("id").stringValue());
    }

    @Test
    void groupsAreFoundByNameAndDescription() throws IOException {
        put("/groups/pin-pals", "{\"name\":\"Pin Pals\",\"description\":\"Bowling with Moe\"}");
        put("/groups/moe", "{\"name\":\"Moe's Regulars\"}");

        assertThat(ids(items("/groups?q=" + encoded("pals pin")))).containsExactly("pin-pals");
        assertThat(ids(items("/groups?q=moe"))).containsExactly("moe", "pin-pals");
        assertThat(ids(items("/groups?q=bwoling"))).containsExactly("pin-pals");
        put("/groups/moe", "{\"name\":\"Barflies\"}");
        assertThat(ids(items("/groups?q=moe"))).containsExactly("pin-pals");
        assertThat(ids(items("/users?q=" + encoded("pin pals")))).isEmpty();
    }

    @Test
    void whatIsNoWordFindsNobodyWithoutAName() {
        put("/users/nameless", "{\"username\":\"nameless\"}");

        for (String typed : List.of("...", "@", "-", "\uD83D\uDE42")) {
            assertThat(items("/users?q=" + encoded(typed))).as(typed).isEmpty();
        }
        assertThat(ids(items("/users?q=nameless"))).containsExactly("nameless");
    }

    /** More bytes than a search engine takes for one word. */
    @Test
    void whatIsFarTooLongForAWordHoldsNobodyUp() {
        put("/groups/immense", "{\"name\":\"Immense\",\"description\":\"%s\"}".formatted("\u3316".repeat(4_000)));
        put(
                "/users/immense",
                "{\"username\":\"immense\",\"attributes\":{\"a\":\"%s\"}}".formatted("\u3316".repeat(1_024)));

        assertThat(ids(items("/groups?q=immense"))).containsExactly("immense");
        assertThat(ids(items("/users?q=immense"))).containsExactly("immense");
    }

    /** Whoever is called so comes before whoever has to do with it, also when it is mistyped. */
    @Test
    void namesComeFirstWhenTheyAreMistyped() {
        put(
                "/users/aide",
                "{\"username\":\"aide\",\"name\":\"Aaron\",\"attributes\":{\"title\":\"Aide of Montague\"}}");
        put("/users/montague", "{\"username\":\"romeo42x\",\"name\":\"Romeo Montague\"}");

        assertThat(ids(items("/users?q=motnague"))).containsExactly("montague", "aide");
        assertThat(ids(items("/users?q=romoe42x"))).as("letters beside digits").containsExactly("montague");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q=",
                "q=%20%20",
                "active=yes",
                "active=",
                "sort=",
                "sort=email",
                "sort=--name",
                "group=",
                "group=not%20an%20id",
                "q=homer&limit=0",
                "q=homer&cursor=x",
                "q=homer&email=homer%40example.org",
                "username=homer&sort=name"
            })
    void whatCannotBeReadIsRefusedAndNamed(String query) throws IOException {
        Answer refused = send("GET", "/users?" + query, "");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(query).contains(refused.json().at("/errors/0/field").stringValue() + "=");
    }

    @Test
    void tooMuchIsRefused() throws IOException {
        assertThat(send("GET", "/users?q=" + "a".repeat(257), "").status()).isEqualTo(400);
        assertThat(send("GET", "/users?q=" + encoded("a ".repeat(17)), "").status())
                .isEqualTo(400);
        assertThat(send("GET", "/users?q=" + "anna-".repeat(51), "").status()).isEqualTo(400);
        assertThat(send("GET", "/users?q=" + "a".repeat(256), "").status()).isEqualTo(200);
        assertThat(send("GET", "/users?q=" + encoded("a ".repeat(16)), "").status())
                .isEqualTo(200);
        assertThat(send("GET", "/groups?q=" + "a".repeat(257), "").status()).isEqualTo(400);
    }

    /** Each word looks like thirty-five others, and an engine does not take that many at once. */
    @Test
    void manyWordsThatLookLikeManyOthersAreAnsweredToo() throws IOException {
        List<String> asked = new ArrayList<>();
        List<String> known = new ArrayList<>();
        for (char word = 'a'; word < 'q'; word++) {
            asked.add("zq%1$c%1$c9".formatted(word));
            for (char letter : "abcdefghijklmnopqrstuvwxyz012345678".toCharArray()) {
                known.add("zq%1$c%1$c%2$c".formatted(word, letter));
            }
        }
        for (int i = 0; i < known.size(); i += 28) {
            put(
                    "/users/alike-" + i,
                    "{\"username\":\"alike-%d\",\"name\":\"%s\"}"
                            .formatted(i, String.join(" ", known.subList(i, i + 28))));
        }

        for (int words = 1; words <= asked.size(); words++) {
            String typed = String.join(" ", asked.subList(0, words));
            for (String sort : List.of("", "&sort=name")) {
                assertThat(send("GET", "/users?q=" + encoded(typed) + sort, token + "Prefer: wait=20\r\n")
                                .status())
                        .as(typed)
                        .isEqualTo(200);
            }
        }
        assertThat(items("/users?q=zqaa9")).as("with a letter mistyped").isNotEmpty();
    }

    @Test
    void aCursorIsGoodForItsSearchAlone() throws IOException {
        String cursor =
                send("GET", "/users?limit=1&q=mar", "").json().get("next").stringValue();

        for (String other : List.of(
                "/users?q=mari", "/users?q=mar&sort=name", "/users?q=mar&active=true", "/users?", "/groups?q=mar")) {
            assertThat(send("GET", other + "&cursor=" + cursor, "").status())
                    .as(other)
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"quoted\" AND (x OR NOT y)",
                "name:homer~2^4 [a TO z] {!term f=id}1",
                "****????",
                "a* b* c* d*",
                "\\\\ \\\" /.*/ //",
                "<script>alert(1)</script>",
                "%00 \u0001",
                "😀👩‍👩‍👧 \u202E\u200D",
                "' OR 1=1; --",
                "-homer +simpson",
                "ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ"
            })
    void whateverIsTypedIsAnsweredOrRefused(String typed) throws IOException {
        for (String list : List.of("users", "groups")) {
            assertThat(send("GET", "/" + list + "?q=" + encoded(typed), "").status())
                    .isIn(200, 400);
            assertThat(send("GET", "/" + list + "?q=" + encoded(typed.repeat(9)), "")
                            .status())
                    .isIn(200, 400);
        }
    }

    @Test
    void aReplayFindsTheSameAgain() throws IOException {
        JsonNode before = fingerprint();
        assertThat(before.at("/search/count").intValue()).isGreaterThanOrEqualTo(5_200);

        assertThat(send("POST", "/admin/views/search/replay", "").status()).isEqualTo(202);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(fingerprint()).isEqualTo(before));
        assertThat(send("GET", "/admin/views", "").body())
                .as("nobody is stopped")
                .doesNotContain("\"error\":\"");
    }

    private JsonNode fingerprint() throws IOException {
        return send("GET", "/admin/fingerprint", token + "Prefer: wait=30\r\n").json();
    }

    private List<JsonNode> sample(int count) {
        return Stream.generate(() -> people.get(random.nextInt(people.size())))
                .filter(person -> !person.path("name").stringValue("").isEmpty())
                .limit(count)
                .toList();
    }

    private List<JsonNode> items(String target) {
        Answer answer = send("GET", target, token + "Prefer: wait=20\r\n");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("items").valueStream().toList();
    }

    private List<JsonNode> all(String target) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        while (true) {
            Answer page = send("GET", target + cursor, token + "Prefer: wait=20\r\n");
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            all.addAll(page.json().get("items").values());
            if (!page.json().has("next")) {
                return all;
            }
            cursor = "&cursor=" + page.json().get("next").stringValue();
        }
    }

    private List<String> allIds(String target) {
        return ids(all(target));
    }

    private static List<String> ids(List<JsonNode> items) {
        return items.stream().map(item -> item.get("id").stringValue()).toList();
    }

    private static List<String> usernames(List<JsonNode> items) {
        return items.stream().map(item -> item.get("username").stringValue()).toList();
    }

    private void put(String target, String body) {
        write("PUT", target, body);
    }

    private void write(String method, String target, String body) {
        Answer answer = send(method, target, body.isEmpty() ? "" : JSON, body.getBytes(UTF_8));
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
        keep(answer);
    }

    private void keep(Answer answer) {
        token = "Consistency-Token: " + answer.header("Consistency-Token") + "\r\n";
    }

    private Answer send(String method, String target, String headers) {
        return send(method, target, headers, new byte[0]);
    }

    private Answer send(String method, String target, String headers, byte[] body) {
        try {
            return client.send(Client.request(method, "/api/v1" + target, headers, body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
