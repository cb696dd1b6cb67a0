package dev.peerage.views;

import static dev.peerage.eventstore.Writing.in;
import static dev.peerage.views.Shelf.LONG;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peerage.views.ThingEvent.ThingNoted;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/** Nodes of two releases on one database: the newer one stores a column more, or reads an event more. */
class UpgradeTest {

    private final Shelf old = Shelf.ofSeveral();
    private @Nullable Shelf made;

    @AfterEach
    void close() {
        if (made != null) {
            made.close();
        }
        old.close();
    }

    private Shelf newRelease(int form) {
        made = Shelf.ofNewRelease(old, form);
        return made.start();
    }

    private void fill(int things) {
        IntStream.range(0, things).forEach(i -> old.set("thing-" + i, "v" + i));
    }

    private void aNewReleaseBeginsAndDies() {
        old.whileItIsRead(() -> {
            Shelf next = newRelease(2);
            await().atMost(LONG).until(() -> old.status().state().equals("rebuilding"));
            next.close();
        });
    }

    private static void awaitReady(Shelf shelf) {
        ViewReadiness readiness = shelf.readiness();
        await().atMost(LONG).until(() -> readiness.health().getStatus().equals(Status.UP));
    }

    private List<String> owners() {
        return old.tables()
                .texts(
                        "select distinct owner from processor_token where processor_name = 'shelf' and owner is not null");
    }

    private long rowsWithoutLabel() {
        return old.region()
                .sql()
                .sql("select count(*) from thing where label is null")
                .query(Long.class)
                .single();
    }

    @Test
    void theOldReleaseServesAndWritesUntilTheNewOneIsReady() {
        old.start();
        fill(50);
        old.awaitCaughtUp();
        old.whileItIsRead(() -> {
            Shelf next = newRelease(2);
            await().atMost(LONG).until(() -> old.status().state().equals("rebuilding"));

            old.set("thing-7", "meanwhile");
            old.awaitCaughtUp();

            assertThat(old.things.row("thing-7")).endsWith("meanwhile");
            assertThat(next.readiness().health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(old.readiness().health().getStatus()).isEqualTo(Status.UP);
            assertThat(rowsWithoutLabel()).isEqualTo(50);
        });
        Shelf next = requireNonNull(made);
        awaitReady(next);
        assertThat(rowsWithoutLabel()).isZero();
        assertThat(next.things.label("thing-7")).isEqualTo("MEANWHILE");
        assertThat(next.things.label("thing-8")).isEqualTo("V8");
    }

    @Test
    void afterThatTheNewReleaseWritesAndTheOldOneStillServes() {
        old.start();
        fill(20);
        Shelf next = newRelease(2);
        awaitReady(next);

        fill(50);
        old.awaitCaughtUp();

        assertThat(old.things.rows()).hasSize(50);
        assertThat(rowsWithoutLabel()).isZero();
        await().atMost(LONG).until(() -> owners().size() == 1);
        assertThat(old.status().state()).isEqualTo("live");
        assertThat(old.readiness().health().getStatus()).isEqualTo(Status.UP);
        assertThatThrownBy(() -> old.views.replay("shelf"))
                .isInstanceOf(ViewNotFree.class)
                .hasMessageContaining("another release");
        old.views.stop();
        next.set("thing-50", "alone");
        next.awaitCaughtUp();
        assertThat(next.things.label("thing-50")).isEqualTo("ALONE");
    }

    @Test
    void aNewReleaseThatDiesBeforeItIsReadyLeavesAllAsItWas() {
        old.start();
        fill(50);
        old.awaitCaughtUp();
        aNewReleaseBeginsAndDies();
        fill(60);
        old.awaitCaughtUp();
        assertThat(old.things.rows()).hasSize(60);
        assertThat(rowsWithoutLabel()).isEqualTo(60);

        awaitReady(newRelease(2));
        assertThat(rowsWithoutLabel()).isZero();
    }

    @Test
    void whoGoesBackMakesTheViewAnewByRequest() {
        old.start();
        fill(20);
        Shelf next = newRelease(2);
        awaitReady(next);
        next.close();
        old.set("thing-1", "waits");
        await().atMost(LONG).until(() -> old.status().state().equals("failed"));
        assertThat(old.status().error()).contains("form 2 of a newer release", "rebuild it to have it in form 1");

        assertThat(old.rebuilds.begin("shelf")).isTrue();

        await().atMost(LONG).until(() -> !old.rebuilds.isRunning("shelf"));
        old.awaitCaughtUp();
        assertThat(old.things.row("thing-1")).endsWith("waits");
        assertThat(rowsWithoutLabel()).isEqualTo(20);
        assertThat(old.status().state()).isEqualTo("live");
    }

    /** What it has left is in nobody's way. */
    @Test
    void aRebuildOfANewReleaseThatIsGoneIsGivenUp() {
        old.start();
        fill(20);
        old.awaitCaughtUp();
        aNewReleaseBeginsAndDies();

        await().atMost(LONG).until(() -> old.status().state().equals("live"));
        assertThat(old.tables().texts("select nspname from pg_namespace where nspname = 'shelf_next'"))
                .isEmpty();
        assertThat(old.rebuilds.begin("shelf")).isTrue();
        await().atMost(LONG).until(() -> !old.rebuilds.isRunning("shelf"));
    }

    @Test
    void theOldReleaseDoesNotCallTheNewFormWrong() {
        old.start();
        fill(20);
        old.awaitCaughtUp();
        awaitReady(newRelease(2));
        old.tables().jdbc().update("update thing set content = 'new form'");

        IntStream.range(0, 10).forEach(_ -> old.verifications.step());

        assertThat(old.verifications.status("shelf").items()).isEmpty();
        assertThatThrownBy(() -> old.verifications.mend("shelf")).isInstanceOf(ViewNotFree.class);
    }

    @Test
    void anEventThatTheOldReleaseCannotReadStopsItsViewAndTheNewReleaseGoesOn() {
        old.start();
        fill(20);
        old.awaitCaughtUp();
        old.region().receive(in("us").event(new ThingNoted("new", "noted")));

        await().atMost(LONG).until(() -> old.status().state().equals("failed"));
        assertThat(old.status().error()).contains("ThingNoted", "does not know the type");
        assertThat(old.things.row("new")).isNull();
        assertThat(old.status().position()).as("not past it").isLessThan(21);

        Shelf next = newRelease(1);
        next.awaitCaughtUp();

        assertThat(next.things.row("new")).isEqualTo("noted");
        old.set("thing-3", "later");
        next.awaitCaughtUp();
        assertThat(next.things.row("thing-3")).endsWith("later");
        assertThat(old.status().state()).isEqualTo("failed");
        await().atMost(LONG).until(() -> old.status().position() == 22);
    }
}
