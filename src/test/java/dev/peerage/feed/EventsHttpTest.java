package dev.peerage.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.kernel.OriginPositions;
import dev.peerage.kernel.Region;
import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/**
 * The feed in batches, as a client sees it. On a log of its own: others have events of regions arrive that never say up to
 * where they are complete, and what has seen those waits.
 */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY, "peerage.events.heartbeat=10s"})
class EventsHttpTest {

    private static final String EVENTS = "/api/v1/events";
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

    @LocalServerPort
    int port;

    @Autowired
    DataSource database;

    private Client client;
    private String id;

    @BeforeEach
    void connect() {
        client = new Client(port);
        id = "events-" + NUMBER.incrementAndGet();
    }

    private Answer put(String user) throws IOException {
        Answer answer = client.send(Client.request(
                "PUT",
                "/api/v1/users/" + user,
                "Content-Type: application/json\r\n",
                "{\"username\":\"%s\"}".formatted(user).getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.status()).isLessThan(300);
        return answer;
    }

    private Answer get(String query, String headers) throws IOException {
        return client.send(Client.request("GET", EVENTS + query, headers));
    }

    private static String next(Answer answer) {
        Matcher link = NEXT.matcher(String.valueOf(answer.header("Link")));
        assertThat(link.matches()).as("Link: %s", answer.header("Link")).isTrue();
        return link.group(1);
    }

    /** Where the feed ends now. */
    private String end() throws IOException {
        String next = EVENTS + "?limit=1000";
        while (true) {
            Answer page = client.get(next);
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            next = next(page);
            if (page.json().isEmpty()) {
                return next;
            }
        }
    }

    private static List<String> ids(JsonNode page) {
        return page.valueStream().map(event -> event.get("id").stringValue()).toList();
    }

    @Test
    void whatIsWrittenIsToldAndWhereToGoOn() throws IOException {
        String end = end();
        put(id);

        Answer page = client.get(end);

        assertThat(page.header("Content-Type")).isEqualTo("application/cloudevents-batch+json");
        JsonNode first = page.json().get(0);
        assertThat(first.get("id").stringValue()).isEqualTo("user/" + id + "@local~1");
        assertThat(first.get("source").stringValue()).isEqualTo("/regions/local");
        assertThat(first.get("subject").stringValue()).isEqualTo("user/" + id);
        assertThat(first.get("sequence").stringValue()).isEqualTo("1");
        assertThat(page.json().toString()).doesNotContain("actor", "requestId");
        assertThat(page.header("Consistency-Token")).isNotBlank();
        assertThat(client.get(next(page)).body()).isEqualTo("[]");
        String last = page.json().get(page.json().size() - 1).get("position").stringValue();
        assertThat(next(page)).isEqualTo(EVENTS + "?after=" + last + "&limit=1000");
    }

    @Test
    void pagesAndEachPositionLeadToTheSameAsOneLongRead() throws IOException {
        String begin = end();
        for (int i = 0; i < 4; i++) {
            put(id + "-" + i);
        }
        JsonNode all = client.get(begin).json();
        List<String> paged = new ArrayList<>();
        String next = begin.replace("limit=1000", "limit=3");
        for (Answer page = client.get(next); !page.json().isEmpty(); page = client.get(next(page))) {
            assertThat(page.json().size()).isLessThanOrEqualTo(3);
            paged.addAll(ids(page.json()));
        }

        assertThat(paged).isEqualTo(ids(all)).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(4);
        for (int i = 0; i < all.size(); i++) {
            String position = all.get(i).get("position").stringValue();
            assertThat(ids(get("?limit=1000&after=" + position, "").json()))
                    .isEqualTo(paged.subList(i + 1, paged.size()));
        }
    }

    @Test
    void withoutAPositionItBeginsWithTheFirstEvent() throws IOException {
        put(id);

        assertThat(get("?limit=1", "").json().get(0).get("position").stringValue())
                .isEqualTo(OriginPositions.none().with(Region.of("local"), 1).encode());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            ?limit=0                  | limit
            ?limit=1001               | limit
            ?limit=-1                 | limit
            ?limit=                   | limit
            ?limit=ten                | limit
            ?limit=1&limit=2          | limit
            ?after=                   | after
            ?after=0                  | after
            ?after=garbage            | after
            ?after=%C3%A9             | after
            ?after=QAEFbG9jYWwBAAAAAA | after
            """)
    void badInputIsA400ThatNamesIt(String query, String field) throws IOException {
        Answer answer = get(query, "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem().at("/errors/0/field").stringValue()).isEqualTo(field);
    }

    @Test
    void aPositionThatIsCutOrGivenTwiceOrIsYetToComeIsA400() throws IOException {
        put(id);
        String end = end();
        String after = end.substring(end.indexOf("after=") + 6, end.indexOf('&'));
        OriginPositions place = OriginPositions.decode(after);
        Region local = Region.of("local");
        String future = place.with(local, place.get(local) + 1).encode();

        for (String query : List.of(
                after.substring(0, after.length() - 1), after + "A", after + "=", after + "&after=" + after, future)) {
            Answer answer = get("?after=" + query, "");
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.problem().at("/errors/0/field").stringValue()).isEqualTo("after");
        }
        assertThat(get("?after=" + after, "").status()).isEqualTo(200);
    }

    @Test
    void positionsOfRegionsThatAreNotKnownHereAreNotAheadOfAnything() throws IOException {
        put(id);
        String place = OriginPositions.none().with(Region.of("mars"), 7).encode();

        JsonNode first = get("?limit=1&after=" + place, "").json().get(0);

        assertThat(OriginPositions.decode(first.get("position").stringValue()).get(Region.of("mars")))
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*                                                     | application/cloudevents-batch+json
            application/cloudevents-batch+json                      | application/cloudevents-batch+json
            application/json                                        | application/json
            text/event-stream;q=0.5, application/*                  | application/cloudevents-batch+json
            text/html, application/json;q=0.9, */*;q=0.8            | application/json
            """)
    void answerIsInTheFormThatIsLikedBest(String accept, String type) throws IOException {
        Answer answer = get("?limit=1", "Accept: " + accept + "\r\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(answer.json().isArray()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "application/cloudevents+json"})
    void anotherFormIsNotToBeHad(String accept) throws IOException {
        assertThat(get("", "Accept: " + accept + "\r\n").status()).isEqualTo(406);
    }

    @Test
    void whoSaysSoWaitsForTheNextEvent() throws IOException {
        String end = end();
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return client.send(Client.request("GET", end, "Prefer: wait=15\r\n"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(client.get(end).body()).as("without waiting").isEqualTo("[]");
        put(id);

        JsonNode events = waiting.join().json();

        assertThat(ids(events)).contains("user/" + id + "@local~1");
    }

    @Test
    void whoWaitsInVainIsToldSo() throws IOException {
        Answer answer = client.send(Client.request("GET", end(), "Prefer: wait=1\r\n"));

        assertThat(answer.body()).isEqualTo("[]");
        assertThat(next(answer)).isEqualTo(end());
    }

    /** Its position is lower than that of what is written meanwhile. */
    @Test
    void whatIsOutstandingIsWaitedForAndNeverSkipped() throws IOException, SQLException {
        put(id);
        String end = end();
        String token;
        try (Connection open = database.getConnection()) {
            open.setAutoCommit(false);
            open.createStatement().execute("""
                    with drawn as materialized (
                        select nextval('event_position') as drawn, * from event where subject = 'user/%1$s' and sequence = 1)
                    insert into event (position, origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                    select drawn, origin, 'user/%1$s-open', sequence, drawn, type, revision, hlc, seen, actor,
                           replace(payload::text, '%1$s', '%1$s-open')::jsonb
                    from drawn""".formatted(id));
            token = String.valueOf(put(id + "-later").header("Consistency-Token"));
            assertThat(client.get(end).body()).isEqualTo("[]");
            Answer named =
                    client.send(Client.request("GET", end, "Consistency-Token: " + token + "\r\nPrefer: wait=1\r\n"));
            assertThat(named.status()).as("not without what the token names").isEqualTo(503);
            assertThat(named.problem().get("type").stringValue()).endsWith("view-behind");
            open.commit();
        }
        Answer all = client.send(Client.request("GET", end, "Consistency-Token: " + token + "\r\nPrefer: wait=10\r\n"));
        assertThat(ids(all.json()))
                .startsWith("user/" + id + "-open@local~1")
                .contains("user/" + id + "-later@local~1");
    }

    @Test
    void schemasAreServedAndOthersAreNotFound() throws IOException {
        Answer schema = client.get(EVENTS + "/schemas/user.email-set.v1");

        assertThat(schema.header("Content-Type")).isEqualTo("application/schema+json");
        assertThat(schema.json().get("$id").stringValue()).isEqualTo("urn:peerage:schema:user.email-set.v1");
        assertThat(client.get(EVENTS + "/schemas/user.email-set").status()).isEqualTo(404);
        assertThat(client.get(EVENTS + "/schemas/..%2Fpackage-info").problem()).isNotNull();
    }
}
