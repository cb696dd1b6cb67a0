package dev.peerage.views;

import static dev.peerage.views.Shelf.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.eventstore.Replication;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * What an error stops: one subject if it is that subject's, the view if it is everybody's; and nothing is ever skipped.
 */
class StoppedSubjectsTest {

    private final Shelf shelf = new Shelf();

    @BeforeEach
    void follow() {
        shelf.set("bad", "1");
        shelf.set("good", "1");
        shelf.start();
        shelf.awaitCaughtUp();
    }

    @AfterEach
    void close() {
        shelf.close();
    }

    @Test
    void anEventThatCannotBeFoldedStopsItsSubjectAlone() {
        shelf.things.cannotFold("2");

        shelf.set("bad", "2", "3");
        shelf.set("good", "3");
        shelf.awaitCaughtUp();

        assertOnlyBadIsStopped("cannot fold 2");
        assertGoesOnWhenRepaired("1 2 3");
    }

    @Test
    void aRowThatTheDatabaseRefusesStopsItsSubjectAlone() {
        shelf.set("bad", ThingView.UNSTORABLE, "3");
        shelf.set("good", "3");
        shelf.awaitCaughtUp();

        assertOnlyBadIsStopped("storable");
        shelf.tables().jdbc().execute("alter table thing drop constraint storable");
        assertGoesOnWhenRepaired("1 unstorable 3");
    }

    @Test
    void aRowThatCannotBeMadeStopsItsSubjectAlone() {
        shelf.things.cannotWrite("2");

        shelf.set("bad", "2", "3");
        shelf.set("good", "3");
        shelf.awaitCaughtUp();

        assertOnlyBadIsStopped("cannot make a row");
        assertGoesOnWhenRepaired("1 2 3");
    }

    @Test
    void aRowThatCannotBeReadStopsItsSubjectAloneAndIsMadeAnew() {
        shelf.tables().jdbc().execute("update thing set content = 'corrupt' where subject = 'thing/bad'");

        shelf.set("bad", "2");
        shelf.set("good", "3");
        shelf.awaitCaughtUp();

        assertThat(shelf.things.row("good")).isEqualTo("1 3");
        assertThat(shelf.things.row("bad")).isEqualTo("corrupt");
        assertThat(shelf.status().error()).contains("thing/bad: cannot read the row");
        assertGoesOnWhenRepaired("1 2");
    }

    @Test
    void oneOfManyInABatchIsFound() {
        shelf.views.stop();
        shelf.things.cannotWrite("wrong");
        for (int i = 0; i < 60; i++) {
            shelf.set("thing-" + i, i == 30 ? "wrong" : "right");
        }

        shelf.start();
        shelf.awaitCaughtUp();

        assertThat(shelf.things.rows().values()).filteredOn("right"::equals).hasSize(59);
        assertThat(shelf.status().error()).isEqualTo("1 stopped: thing/thing-30: cannot make a row");
    }

    @Test
    void whatStillFailsStaysStopped() {
        shelf.things.cannotFold("2");
        shelf.set("bad", "2");
        shelf.awaitCaughtUp();

        shelf.repair.resumeStopped();

        assertOnlyBadIsStopped("cannot fold 2");
    }

    @Test
    void whatIsStoppedStaysSoOverARestart() {
        shelf.things.cannotFold("2");
        shelf.set("bad", "2");
        shelf.awaitCaughtUp();
        shelf.views.stop();
        shelf.things.repair();

        shelf.start();
        shelf.set("bad", "3");
        shelf.awaitCaughtUp();

        assertThat(shelf.things.row("bad")).isEqualTo("1");
        assertGoesOnWhenRepaired("1 2 3");
    }

    @Test
    void aReplayTriesEverythingAgain() {
        shelf.things.cannotFold("2");
        shelf.set("bad", "2", "3");
        shelf.awaitCaughtUp();
        shelf.things.repair();

        shelf.views.replay("shelf");
        shelf.awaitCaughtUp();

        assertThat(shelf.things.row("bad")).isEqualTo("1 2 3");
        assertThat(shelf.status().error()).isNull();
    }

    @Test
    void nothingIsLostWhenASubjectGoesOnWhileItsEventsKeepComing() {
        shelf.things.cannotFold("bad");
        shelf.set("bad", "bad");
        shelf.awaitCaughtUp();
        shelf.things.repair();

        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> IntStream.range(0, 200).forEach(i -> shelf.set("bad", "v" + i)));
        await().atMost(LONG).until(() -> shelf.region().end().position() > 50);
        shelf.repair.resumeStopped();
        writer.join();
        shelf.awaitCaughtUp();

        assertThat(shelf.status().error()).isNull();
        assertThat(shelf.things.row("bad"))
                .isEqualTo(
                        IntStream.range(0, 200).mapToObj(i -> " v" + i).collect(Collectors.joining("", "1 bad", "")));
    }

    @Test
    void anErrorThatWouldHitAnySubjectIsNoSubjectsAndIsTriedAgain() {
        shelf.things.afterStoring(() -> {
            throw new DataAccessResourceFailureException("the disk is full");
        });

        shelf.set("bad", "2");
        shelf.awaitCaughtUp();

        assertThat(shelf.things.row("bad")).isEqualTo("1 2");
        assertThat(shelf.status().error()).isNull();
    }

    @Test
    void anEventThatCannotBeReadStopsTheViewThereUntilItCan() {
        Stamp stamp = new Stamp(new Dot(Region.of("us"), 2), VersionVector.none(), new HybridTime(9));
        Replication.deliver(
                shelf.region().sql(),
                "thing/bad",
                stamp,
                "ThingPainted",
                1,
                "{\"thing\": \"bad\", \"value\": \"red\"}");
        shelf.set("good", "3");
        await().atMost(LONG).until(() -> shelf.status().state().equals("failed"));

        assertThat(shelf.status().error()).contains("UnreadableEvent", "position 3", "thing/bad", "ThingPainted");
        assertThat(shelf.views.position("shelf")).isLessThan(3);
        assertThat(shelf.things.row("good")).isEqualTo("1");

        shelf.region()
                .sql()
                .sql("update event set type = 'ThingSet' where type = 'ThingPainted'")
                .update();
        shelf.awaitCaughtUp();
        assertThat(shelf.things.row("bad")).isEqualTo("1 red");
        assertThat(shelf.things.row("good")).isEqualTo("1 3");
        assertThat(shelf.status().state()).isEqualTo("live");
    }

    private void assertOnlyBadIsStopped(String why) {
        assertThat(shelf.things.row("good")).isIn("1", "1 3");
        assertThat(shelf.things.row("bad")).isEqualTo("1");
        assertThat(shelf.status().state()).isEqualTo("live");
        assertThat(shelf.status().error()).startsWith("1 stopped: thing/bad: ").contains(why);
    }

    private void assertGoesOnWhenRepaired(String whole) {
        shelf.things.repair();
        shelf.repair.resumeStopped();
        assertThat(shelf.things.row("bad")).isEqualTo(whole);
        assertThat(shelf.status().error()).isNull();

        shelf.set("bad", "next");
        shelf.awaitCaughtUp();
        assertThat(shelf.things.row("bad")).isEqualTo(whole + " next");
    }
}
