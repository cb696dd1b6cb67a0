package dev.peerage.bulk;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.Peerage;
import dev.peerage.testing.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole company in real processes: 20,000 users, 1,000 groups, their memberships. */
@Tag("heavy")
class CompanyImportAtLengthTest {

    private static final int USERS = 20_000;
    private static final int GROUPS = 1_000;

    @TempDir
    Path directory;

    @Test
    void importedCompanyIsFoundListedRestartedAndIntactAlsoWhenTheImportIsKilled() throws Exception {
        List<String> lines = generated();
        String all = String.join("\n", lines);
        JsonNode counts;
        long events;
        try (RunningPeerage peerage = RunningPeerage.on(directory.resolve("company"))) {
            JsonNode report = peerage.imported(all);
            assertThat(report.get("accepted").intValue()).isEqualTo(lines.size());
            JsonNode live = settled(peerage);
            counts = counts(live);
            events = peerage.events();

            assertThat(peerage.imported(all).get("unchanged").intValue()).isEqualTo(lines.size());
            assertThat(peerage.events()).isEqualTo(events);
            assertFoundByEmail(peerage, lines);
            assertThat(listed(peerage)).isEqualTo(USERS);
            assertThat(peerage.terminate()).isZero();

            try (RunningPeerage again = RunningPeerage.on(directory.resolve("company"))) {
                assertThat(settled(again)).isEqualTo(live);
            }
        }

        try (RunningPeerage killed = RunningPeerage.on(directory.resolve("killed"))) {
            CompletableFuture<?> importing = killed.importing(all);
            await().atMost(ofMinutes(2)).until(() -> killed.events() > events / 3);
            killed.close();
            assertThat(importing).as("the connection broke").failsWithin(ofMinutes(1));
        }
        try (RunningPeerage again = RunningPeerage.on(directory.resolve("killed"))) {
            JsonNode report = again.imported(all);

            assertThat(report.get("rejectedCount").intValue()).isZero();
            assertThat(report.get("unchanged").intValue()).isPositive();
            assertThat(counts(settled(again))).isEqualTo(counts);
            assertThat(again.events()).as("each event once").isEqualTo(events);
            assertFoundByEmail(again, lines);
        }
    }

    private static List<String> generated() throws InterruptedException {
        try (ChildJvm generate = ChildJvm.start(
                Peerage.class, "generate", "--users", "" + USERS, "--groups", "" + GROUPS, "--seed", "7")) {
            assertThat(generate.end()).isZero();
            return generate.output().stream()
                    .filter(line -> line.startsWith("{"))
                    .toList();
        }
    }

    private static void assertFoundByEmail(RunningPeerage peerage, List<String> lines) throws Exception {
        for (int i = 0; i < USERS; i += 500) {
            JsonNode user = JsonMapper.shared().readTree(lines.get(i)).get("user");
            String email = user.get("email").stringValue();
            JsonNode found =
                    peerage.read("/users?email=" + encode(email, UTF_8)).get("items");
            assertThat(found).hasSize(1);
            assertThat(found.get(0).get("id")).isEqualTo(user.get("id"));
        }
    }

    private static int listed(RunningPeerage peerage) throws Exception {
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = peerage.read("/users?limit=1000" + next);
            page.get("items").forEach(user -> ids.add(user.get("id").stringValue()));
            next = page.has("next") ? "&cursor=" + page.get("next").stringValue() : "";
        } while (!next.isEmpty());
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        return ids.size();
    }

    /** The fingerprint once the view has all of the log. */
    private static JsonNode settled(RunningPeerage peerage) throws Exception {
        await().atMost(ofMinutes(2)).until(() -> {
            JsonNode view = peerage.read("/admin/views").get(0);
            return view.get("position").longValue() == view.get("head").longValue();
        });
        return peerage.read("/admin/fingerprint");
    }

    private static JsonNode counts(JsonNode fingerprint) {
        return JsonMapper.shared()
                .createObjectNode()
                .set("users", fingerprint.get("users").get("count"))
                .set("groups", fingerprint.get("groups").get("count"))
                .set("memberships", fingerprint.get("memberships").get("count"));
    }
}
