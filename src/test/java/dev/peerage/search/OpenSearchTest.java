package dev.peerage.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.peerage.Peerage;
import dev.peerage.generate.GeneratedPeople;
import dev.peerage.search.SearchView.Indexed;
import dev.peerage.testing.OpenSearchNode;
import dev.peerage.testing.PeerageTest;
import dev.peerage.testing.TestDatabaseInitializer;
import dev.peerage.views.Digest;
import dev.peerage.views.ViewTables;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The index in an OpenSearch: what is found in it, and what happens while it is away or has lost what it had. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DirtiesContext
@Tag("faults")
class OpenSearchTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String JSON = "Content-Type: application/json\r\n";

    private static final OpenSearchNode NODE = OpenSearchNode.start();

    @Autowired
    Indexes indexes;

    @Autowired
    ViewTables tables;

    private Client client;

    /** Reaches all that has been written so far. */
    private String token = "";

    @DynamicPropertySource
    static void use(DynamicPropertyRegistry properties) {
        properties.add("peerage.search.uris", NODE::uri);
    }

    @AfterAll
    static void end() throws IOException {
        NODE.close();
    }

    @BeforeAll
    void generate(@LocalServerPort int port) {
        client = new Client(port);
        keep(send("POST", "/import", "Content-Type: application/x-ndjson\r\n", GeneratedPeople.lines(500, 20, 7)));
    }

    /** In each way to match on its own, so that no better one hides a difference. */
    @Test
    void theSameIsFoundInTheSameOrderAsInLucene(@TempDir Path directory) throws IOException {
        List<JsonNode> people = people(5_000);
        try (Index lucene = new LuceneEngine(directory, "test").open("a");
                Index openSearch = engine("engines-test").open("a")) {
            fill(lucene, people);
            fill(openSearch, people);
            assertThat(digests(openSearch)).hasSize(people.size() - 1).isEqualTo(digests(lucene));
            int found = 0;
            for (Criteria criteria : questions(people)) {
                for (Way way : criteria.ways()) {
                    List<Index.Hit> hits = lucene.find(way.condition(), criteria.order(), 50);
                    assertThat(openSearch.find(way.condition(), criteria.order(), 50))
                            .as(criteria.list())
                            .isEqualTo(hits);
                    found += hits.size();
                }
            }
            assertThat(found).isGreaterThan(500);
        }
    }

    private static OpenSearchEngine engine(String prefix) {
        return new OpenSearchEngine(new SearchProperties(List.of(NODE.uri()), null, null), prefix, "test");
    }

    private static List<JsonNode> people(int count) {
        return new String(GeneratedPeople.lines(count, 0, 7), UTF_8)
                .lines()
                .map(line -> JsonMapper.shared().readTree(line).get("user"))
                .toList();
    }

    /** And some of them a second time; and one is removed. */
    private static void fill(Index index, List<JsonNode> people) {
        index.clear();
        List<Entry> entries = people.stream().map(OpenSearchTest::entry).toList();
        for (int i = 0; i < entries.size(); i += 1_000) {
            index.put(entries.subList(i, i + 1_000), List.of());
        }
        index.put(
                entries.subList(0, 500),
                List.of("user/" + people.get(500).get("id").stringValue()));
    }

    private static Entry entry(JsonNode person) {
        List<String> handles = Stream.of("username", "email")
                .filter(person::has)
                .map(field -> person.get(field).stringValue())
                .toList();
        return new Entry(
                "user",
                person.get("id").stringValue(),
                new Searched(
                        handles,
                        person.has("name") ? person.get("name").stringValue() : null,
                        handles,
                        person.path("attributes")
                                .valueStream()
                                .map(JsonNode::stringValue)
                                .toList(),
                        person.get("active").booleanValue(),
                        null));
    }

    private static List<Digest> digests(Index index) {
        try (Stream<Digest> digests = index.digests()) {
            return digests.toList();
        }
    }

    private static List<Criteria> questions(List<JsonNode> people) throws IOException {
        Criteria all = Criteria.all("user");
        List<Criteria> questions = new ArrayList<>(List.of(
                all,
                all.sort("-name"),
                all.sort("username"),
                all.active("false"),
                all.matching("a"),
                all.matching("example com"),
                all.matching("a b c d e f g h i j k l m n o p"),
                all.matching("aaaa bbbb cccc dddd eeee ffff gggg hhhh"),
                all.matching("O'Brien-Smith x_y.z"),
                all.matching("***"),
                all.matching("\uD83D\uDE42"),
                all.matching("\u738B"),
                all.matching("name:homer~2^4 [a TO z] \\ \" /.*/")));
        SearchHttpTest.judged()
                .forEach(line -> questions.add(
                        all.matching(line.substring(0, line.lastIndexOf('|')).strip())));
        people.stream()
                .map(person -> person.path("name").stringValue(""))
                .filter(name -> name.length() > 5)
                .limit(15)
                .forEach(name -> {
                    questions.add(all.matching(name.substring(0, 3)));
                    questions.add(all.matching(name.substring(1)).sort("name"));
                });
        return questions;
    }

    @Test
    void pagesLeadToAllOnce() {
        List<String> all = new ArrayList<>();
        String next = "/users?limit=37&sort=-name";
        while (!next.isEmpty()) {
            JsonNode page = find(next);
            page.get("items").forEach(user -> all.add(user.get("username").stringValue("")));
            next = page.has("next")
                    ? "/users?limit=37&sort=-name&cursor=" + page.get("next").stringValue()
                    : "";
        }

        assertThat(all).hasSizeGreaterThanOrEqualTo(500).doesNotHaveDuplicates();
    }

    @Test
    void whileItIsDownAllElseGoesOnAndNothingIsLost() throws Exception {
        AtomicInteger written = new AtomicInteger();
        CompletableFuture<Void> flood = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; i < 300; i++) {
                        put("/users/flood-" + i, "{\"username\":\"flood-%d\"}".formatted(i));
                        written.incrementAndGet();
                    }
                },
                Thread::startVirtualThread);
        await().atMost(LONG).until(() -> written.get() > 100);

        NODE.down();
        flood.join();

        assertThat(send("GET", "/users/flood-299", "").status()).isEqualTo(200);
        assertThat(send("GET", "/users?username=flood-299", "").json().get("items"))
                .hasSize(1);
        assertUnavailable(send("GET", "/users?q=flood", ""));
        assertThat(search().get("state").stringValue()).isEqualTo("failed");
        assertUnavailable(send("POST", "/admin/views/search/rebuild", ""));
        try (var other = new SpringApplicationBuilder(Peerage.class)
                .initializers(new TestDatabaseInitializer())
                .run(
                        "--server.port=0",
                        "--peerage.admin-key=" + Client.ADMIN_KEY,
                        "--peerage.search.uris=" + NODE.uri())) {
            Client there = new Client(other.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
            assertThat(there.send(Client.request(
                                    "PUT", "/api/v1/users/homer", JSON, "{\"username\":\"homer\"}".getBytes(UTF_8)))
                            .status())
                    .isEqualTo(201);
            assertUnavailable(there.send(Client.request("GET", "/api/v1/users?q=homer")));

            NODE.up();

            await().atMost(LONG)
                    .until(() -> there.send(Client.request("GET", "/api/v1/users?q=homer"))
                            .body()
                            .contains("\"homer\""));
        }
        await().atMost(LONG).until(() -> send("GET", "/users?q=flood", token).status() == 200);
        assertThat(find("/users?limit=1000&q=flood").get("items")).hasSize(300);
        assertThat(search().get("state").stringValue()).isEqualTo("live");
    }

    private static void assertUnavailable(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.json().get("type").stringValue()).endsWith(":search-unavailable");
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    @Test
    void anIndexThatWasDeletedIsFilledAnew() {
        JsonNode before = fingerprint();

        assertThat(NODE.ask("DELETE", "/" + index())).contains("\"acknowledged\":true");

        await().atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(fingerprint()).isEqualTo(before));
        assertThat(NODE.ask("GET", "/" + index() + "/_mapping"))
                .as("it is not one that OpenSearch has made of what came")
                .contains("\"dynamic\":\"strict\"");
    }

    /** OpenSearch would make one of what comes, in a form of its own. */
    @Test
    void nothingIsWrittenToAnIndexThatIsNotThere() {
        try (Index gone = engine("engines-test").open("gone")) {
            SearchView view = new SearchView(List.of(), indexes, () -> gone);
            Indexed homer = new Indexed(Optional.of(entry(people(1).getFirst())), true);

            assertThatExceptionOfType(DataAccessResourceFailureException.class)
                    .isThrownBy(() -> view.store(Map.of("user/homer", homer)));

            assertThat(NODE.ask("GET", "/engines-test-gone")).contains("index_not_found");
        }
    }

    @Test
    void aReplayFindsTheSameAgain() {
        JsonNode before = fingerprint();

        assertThat(send("POST", "/admin/views/search/replay", "").status()).isEqualTo(202);

        await().atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(fingerprint()).isEqualTo(before));
    }

    @Test
    void aRebuildLeavesOneIndexThatHoldsTheSame() {
        JsonNode before = fingerprint();
        String indexBefore = index();

        rebuild();

        assertThat(index()).isNotEqualTo(indexBefore);
        assertThat(fingerprint()).isEqualTo(before);
        put("/users/stays", "{\"username\":\"stays\"}");
        assertThat(find("/users?q=stays").get("items")).hasSize(1);
    }

    /** Nobody tells it that there is another one before it looks for itself. */
    @Test
    void aNodeWhoseIndexAnotherOneHasReplacedSearchesTheOther() {
        try (Indexes ofAnotherNode = new Indexes(engine(prefix()), tables)) {
            String nameBefore = ofAnotherNode.live().name();
            List<Digest> before = ofAnotherNode.search(OpenSearchTest::digests);
            assertThat(before).isNotEmpty();

            rebuild();

            assertThat(ofAnotherNode.search(OpenSearchTest::digests)).isEqualTo(before);
            assertThat(ofAnotherNode.live().name()).isNotEqualTo(nameBefore);
        }
    }

    /** And until the index of before is gone, which is after searches have left it. */
    private void rebuild() {
        String before = index();
        assertThat(send("POST", "/admin/views/search/rebuild", "").status()).isEqualTo(202);
        await().atMost(LONG).until(() -> search().get("state").stringValue().equals("live"));
        await().atMost(LONG).until(() -> NODE.ask("GET", "/" + before).contains("index_not_found"));
    }

    private static String prefix() {
        return index().substring(0, index().lastIndexOf('-'));
    }

    /** The one of the application that all tests here speak to, which has the most. */
    private static String index() {
        return NODE.ask("GET", "/_cat/indices/peerage-*?h=index&s=docs.count:desc")
                .lines()
                .findFirst()
                .orElseThrow()
                .strip();
    }

    private JsonNode search() {
        return send("GET", "/admin/views", "")
                .json()
                .valueStream()
                .filter(view -> view.get("name").stringValue().equals("search"))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode fingerprint() {
        return find("/admin/fingerprint").at("/search");
    }

    private JsonNode find(String target) {
        Answer answer = send("GET", target, token + "Prefer: wait=15\r\n");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private void put(String target, String body) {
        keep(send("PUT", target, JSON, body.getBytes(UTF_8)));
    }

    private void keep(Answer written) {
        assertThat(written.status()).as(written.body()).isBetween(200, 299);
        token = "Consistency-Token: " + written.header("Consistency-Token") + "\r\n";
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
}
