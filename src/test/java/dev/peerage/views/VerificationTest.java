package dev.peerage.views;

import static dev.peerage.views.Shelf.LONG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.peerage.kernel.VersionVector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A view compared with the log all the time: what is wrong is told, what is merely behind is not. */
@ExtendWith(OutputCaptureExtension.class)
class VerificationTest {

    private static final int THINGS = 50;

    private final Shelf shelf = new Shelf();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void fill() {
        shelf.start();
        IntStream.range(0, 200).forEach(i -> shelf.set("thing-" + i % THINGS, "v" + i));
        shelf.awaitCaughtUp();
    }

    @AfterEach
    void close() {
        shelf.close();
        threads.close();
    }

    /** More than it takes to look at everything twice. */
    private void lookAtAll() {
        IntStream.range(0, 10).forEach(_ -> shelf.verifications.step());
    }

    private List<Difference> differences() {
        return shelf.verifications.status("shelf").items();
    }

    private double metric(String name) {
        return shelf.meters
                .get("peerage.view." + name)
                .tag("view", "shelf")
                .gauge()
                .value();
    }

    private void sql(String statement) {
        shelf.tables().jdbc().execute(statement);
    }

    private void makeWrong(String thing) {
        sql("update thing set content = 'wrong ' || content where subject = 'thing/%s'".formatted(thing));
    }

    @Test
    void whatIsWrongMissingOrSurplusIsToldAndMended(CapturedOutput output) {
        Fingerprint right = shelf.things.fingerprint();
        VerificationHealth health = new VerificationHealth(shelf.verifications);
        lookAtAll();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        makeWrong("thing-1");
        sql("delete from thing where subject = 'thing/thing-2'");
        sql("insert into thing (subject, content) values ('thing/that-never-was', 'x')");

        lookAtAll();

        assertThat(differences())
                .extracting(Difference::part, Difference::subject, Difference::what)
                .containsExactlyInAnyOrder(
                        tuple("things", "thing/thing-1", "content"),
                        tuple("things", "thing/thing-2", "missing"),
                        tuple("things", "thing/that-never-was", "surplus"));
        assertThat(metric("differing")).isEqualTo(3);
        assertThat(metric("round")).isNotNegative();
        assertThat(metric("round.age")).isBetween(0.0, 60.0);
        assertThat(health.health().getStatus().getCode()).isEqualTo("WARNING");
        assertThat(health.health().getDetails().get("shelf")).asString().contains("thing/thing-2");
        lookAtAll();
        assertThat(output).containsOnlyOnce("View shelf is not what the log says of thing/thing-1 in things: content");

        Mending mending = shelf.verifications.mend("shelf");

        assertThat(mending.mended()).containsExactly("thing/that-never-was", "thing/thing-1", "thing/thing-2");
        assertThat(mending.differing()).isEmpty();
        assertThat(shelf.things.fingerprint()).isEqualTo(right);
        assertThat(metric("differing")).isZero();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(shelf.verifications.mend("shelf").mended()).isEmpty();
        assertThat(shelf.status().error()).isNull();
    }

    /** A database that has crashed may have lost what was committed last, and tell so a moment later. */
    @Test
    void whatIsWrongAtOneLookIsNotTold() {
        String right = shelf.things.row("thing-1");
        for (int i = 0; i < 15; i++) {
            makeWrong("thing-1");
            shelf.verifications.step();
            assertThat(differences()).isEmpty();
            sql("update thing set content = '%s' where subject = 'thing/thing-1'".formatted(right));
            shelf.verifications.step();
            // so that it is in each of the samples once
            shelf.verifications.step();
            assertThat(differences()).isEmpty();
        }
    }

    @Test
    void everyRowIsLookedAtAgainAndAgain() {
        lookAtAll();
        for (int i = 0; i < THINGS; i++) {
            makeWrong("thing-" + i);
        }
        lookAtAll();
        assertThat(differences()).hasSize(THINGS);
        assertThat(shelf.meters.get("peerage.view.checked").functionCounter().count())
                .isGreaterThan(2 * THINGS);
    }

    @Test
    void aWalkLeavesNothingOutHoweverMuchOfItFitsIntoASample() {
        sql("insert into thing (subject, content) values ('thing/that-never-was', 'x')");
        for (int limit : new int[] {1, 7, THINGS + 10, 1_000}) {
            Walk walk = new Walk(
                    shelf.region().subjects(), shelf.processors.live("shelf").parts());
            List<String> all = new ArrayList<>();
            do {
                all.addAll(walk.next(limit));
            } while (!walk.isAtBeginning());
            assertThat(all)
                    .as("%d at once", limit)
                    .hasSize(THINGS + 1)
                    .doesNotHaveDuplicates()
                    .contains("thing/that-never-was", "thing/thing-0", "thing/thing-9");
        }
    }

    @Test
    void oneSubjectIsMendedAtOnce() {
        makeWrong("thing-1");
        makeWrong("thing-2");

        Mending mending = shelf.verifications.mend("shelf", "thing/thing-1");

        assertThat(mending.mended()).containsExactly("thing/thing-1");
        assertThat(shelf.things.row("thing-1")).startsWith("v1 ");
        assertThat(shelf.things.row("thing-2")).startsWith("wrong ");
        assertThat(shelf.verifications.mend("shelf", "thing/unheard-of").mended())
                .isEmpty();
    }

    /** As readers are shown it, perhaps from memory. */
    private String shown(String thing) {
        Representation shown = requireNonNull(shelf.views.representation(
                "shelf",
                "thing/" + thing,
                () -> new Representation(
                        VersionVector.none(),
                        requireNonNull(shelf.things.row(thing)).getBytes(UTF_8))));
        return new String(requireNonNull(shown.content()), UTF_8);
    }

    @Test
    void whatIsKeptInMemoryIsDropped() {
        makeWrong("thing-1");
        assertThat(shown("thing-1")).startsWith("wrong ");
        var _ = shelf.verifications.mend("shelf", "thing/thing-1");
        assertThat(shown("thing-1")).startsWith("v1 ");
    }

    @Test
    void whatIsRightAgainIsForgotten() {
        makeWrong("thing-1");
        lookAtAll();
        assertThat(differences()).hasSize(1);
        sql("update thing set content = substr(content, 7) where subject = 'thing/thing-1'");
        lookAtAll();
        assertThat(differences()).isEmpty();
    }

    @Test
    void whileItIsWrittenOnlyWhatIsWrongIsToldAndNoEventIsLostByMending(CapturedOutput output) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; !over.get(); i++) {
                        shelf.set("thing-" + i % THINGS, "w" + i);
                        if (i % THINGS == 0) {
                            // of a view that falls behind for ever, nothing can be told
                            shelf.awaitCaughtUp();
                        }
                    }
                },
                threads);
        try {
            IntStream.range(0, 100).forEach(_ -> shelf.verifications.step());
            assertThat(output).doesNotContain("is not what the log says");
            for (int i = 0; i < 10; i++) {
                String thing = "thing-" + i;
                await().atMost(LONG).until(() -> {
                    // a batch that has just read the row may put it right
                    if (!requireNonNull(shelf.things.row(thing)).startsWith("wrong ")) {
                        makeWrong(thing);
                    }
                    shelf.verifications.step();
                    return !differences().isEmpty();
                });
                assertThat(differences()).extracting(Difference::subject).containsExactly("thing/" + thing);
                await().atMost(LONG)
                        .until(() ->
                                shelf.verifications.mend("shelf").differing().isEmpty());
            }
        } finally {
            over.set(true);
        }
        writer.get();
        shelf.awaitCaughtUp();
        lookAtAll();

        assertThat(differences()).isEmpty();
        Fingerprint mended = shelf.things.fingerprint();
        shelf.views.replay("shelf");
        shelf.awaitCaughtUp();
        assertThat(shelf.things.fingerprint()).isEqualTo(mended);
    }

    @Test
    void aViewThatIsBehindIsNotCalledWrong() {
        CountDownLatch held = shelf.things.holdUp();
        IntStream.range(0, 200).forEach(i -> shelf.set("thing-" + i % THINGS, "w" + i));
        shelf.set("new", "v");

        lookAtAll();

        assertThat(differences()).isEmpty();
        assertThat(shelf.verifications.mend("shelf", "thing/new").mended()).isEmpty();
        held.countDown();
        shelf.awaitCaughtUp();
        lookAtAll();
        assertThat(differences()).isEmpty();
    }

    @Test
    void aStoppedSubjectIsToldElsewhere() {
        shelf.things.cannotFold("bad");
        shelf.set("thing-1", "bad", "v");
        shelf.awaitCaughtUp();
        lookAtAll();
        assertThat(shelf.status().error()).contains("thing/thing-1");
        assertThat(differences()).isEmpty();
    }

    @Test
    void aRowThatCannotBeMadeAnewIsStoppedAndToldSo() {
        makeWrong("thing-1");
        lookAtAll();
        shelf.things.cannotWrite("v1");

        Mending mending = shelf.verifications.mend("shelf");

        assertThat(mending.mended()).isEmpty();
        assertThat(shelf.status().error()).contains("thing/thing-1");
        shelf.things.repair();
        shelf.repair.resumeStopped();
        assertThat(shelf.things.row("thing-1")).startsWith("v1 ");
    }

    @Test
    void aViewThatIsMadeAnewIsLeftAlone() {
        lookAtAll();
        long before = shelf.verifications.status("shelf").checked();
        CountDownLatch rebuilding = shelf.things.holdUp();
        assertThat(shelf.rebuilds.begin("shelf")).isTrue();
        lookAtAll();
        assertThat(shelf.verifications.status("shelf").checked()).isEqualTo(before);
        rebuilding.countDown();
        await().atMost(LONG).until(() -> !shelf.rebuilds.isRunning("shelf"));

        CountDownLatch replaying = shelf.things.holdUp();
        shelf.views.replay("shelf");
        await().atMost(LONG).until(() -> shelf.status().state().equals("replaying"));
        lookAtAll();
        assertThat(shelf.verifications.status("shelf").checked()).isEqualTo(before);
        replaying.countDown();
        shelf.awaitCaughtUp();

        lookAtAll();
        assertThat(shelf.verifications.status("shelf").checked()).isGreaterThan(before);
        assertThat(differences()).isEmpty();
    }

    @Test
    void sampleAndIntervalHaveBounds() {
        assertThatIllegalArgumentException().isThrownBy(() -> new VerifyProperties(Duration.ofMillis(9), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new VerifyProperties(Duration.ofHours(2), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new VerifyProperties(Duration.ofSeconds(1), -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new VerifyProperties(Duration.ofSeconds(1), 1_001));
    }
}
