package dev.peerage.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@WebTest
class PagingTest {

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 40, 60, 119, 120, 121, 1000})
    void followingTheCursorsGivesEachItemOnceAndEnds(int limit) throws IOException {
        Client client = new Client(port);
        List<String> seen = new ArrayList<>();
        String target = "/api/v1/things?limit=" + limit;
        for (String next = target; next != null; ) {
            JsonNode page = client.get(next).json();
            page.get("items").forEach(item -> seen.add(item.stringValue()));
            assertThat(page.get("items").size()).isBetween(1, limit);
            next = page.has("next") ? target + "&cursor=" + page.get("next").stringValue() : null;
        }

        assertThat(seen).hasSize(Things.COUNT).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void withoutALimitAPageHas50Items() throws IOException {
        assertThat(new Client(port).get("/api/v1/things").json().get("items")).hasSize(50);
    }

    @Test
    void unknownParametersAreIgnored() throws IOException {
        assertThat(new Client(port).get("/api/v1/things?utm_source=x&limit=3").status())
                .isEqualTo(200);
    }

    @Test
    void cursorHoldsItsListAndKeyAndIsUrlSafe() {
        Cursor cursor = Cursor.of("groups/eng/members", "Łukasz 😀", "", "a/b+c&d=?");

        assertThat(cursor.encoded()).matches("[A-Za-z0-9_-]+");
        assertThat(Cursor.decode("cursor", cursor.encoded())).isEqualTo(cursor);
    }

    @Test
    void noDamagedCursorIsTakenForAnother() {
        String encoded = Cursor.of("users", "ada").encoded();
        Random random = new Random(20_261);
        for (int i = 0; i < 10_000; i++) {
            char[] damaged = encoded.toCharArray();
            damaged[random.nextInt(damaged.length)] = (char) ('0' + random.nextInt(75));
            String text = new String(damaged, 0, random.nextInt(damaged.length + 1));
            if (!text.equals(encoded)) {
                refuses(text);
            }
        }
        refuses(encoded + "=");
        refuses(encoded + "A");
        refuses("x".repeat(100_000));
    }

    @Test
    void aForgedKeyThatNoDatabaseCouldCompareIsRefused() {
        refuses(Cursor.of("users", "a\0b").encoded());
    }

    private static void refuses(String cursor) {
        Problem problem = catchThrowableOfType(Problem.class, () -> Cursor.decode("cursor", cursor));
        assertThat(problem).as(cursor).isNotNull();
        assertThat(problem.errors()).extracting(FieldError::field).containsExactly("cursor");
    }
}
