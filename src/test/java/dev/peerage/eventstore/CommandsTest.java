package dev.peerage.eventstore;

import static dev.peerage.eventstore.TestRegion.CALLER;
import static dev.peerage.eventstore.Writing.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peerage.eventstore.Note.AddText;
import dev.peerage.eventstore.Note.NewNote;
import dev.peerage.eventstore.Note.Regret;
import dev.peerage.eventstore.Note.SetTitle;
import dev.peerage.eventstore.Note.Unheard;
import dev.peerage.eventstore.Note.Waver;
import dev.peerage.eventstore.NoteEvent.NoteTextSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The way from a command to its events in the log. */
class CommandsTest {

    private static final TestRegion REGION = TestRegion.create();

    private final Commands commands = REGION.commands;

    @AfterAll
    static void close() {
        REGION.close();
    }

    @Test
    void anAcceptedCommandsEventsAreInTheLog() {
        commands.send(new AddText("plain", "one"), CALLER);

        Accepted<Integer> second = commands.send(new AddText("plain", "two"), CALLER);

        assertThat(second.result()).isEqualTo(1);
        assertThat(events("plain"))
                .extracting(StoredEvent::payload)
                .containsExactly(
                        "{\"note\": \"plain\", \"text\": \"one\"}", "{\"note\": \"plain\", \"text\": \"two\"}");
        assertThat(events("plain").getLast().position()).isEqualTo(second.position());
    }

    @Test
    void whoAskedAndWhyIsStoredWithTheEvent() {
        commands.send(new AddText("asked", "x"), new Caller("moe", "request-7"));
        commands.send(new AddText("asked", "y"), new Caller("moe", null));

        StoredEvent first = events("asked").getFirst();
        assertThat(first.actor()).isEqualTo("moe");
        assertThat(first.requestId()).isEqualTo("request-7");
        assertThat(first.cause()).isEqualTo("AddText");
        assertThat(first.originPosition()).isEqualTo(first.position());
        assertThat(events("asked").getLast().requestId()).isNull();
    }

    @Test
    void aCommandIsDecidedOnTheEventsOfAllRegionsAndContinuesItsOwnStream() {
        commands.send(new AddText("merged", "one"), CALLER);
        REGION.receive(
                in("us").event(new NoteTextSet("merged", "two")).event(new NoteTextSet("merged", "three")),
                in("ap").event(new NoteTextSet("merged", "four")));

        Accepted<Integer> accepted = commands.send(new AddText("merged", "five"), CALLER);

        assertThat(accepted.result()).isEqualTo(4);
        StoredEvent last = events("merged").getLast();
        assertThat(last.stamp().dot()).hasToString("eu~2");
        assertThat(last.stamp().seen()).hasToString("ap~1.eu~1.us~2");
        assertThat(events("merged"))
                .allSatisfy(event -> assertThat(last.stamp().time())
                        .isGreaterThanOrEqualTo(event.stamp().time()));
    }

    @Test
    void aRefusedCommandWritesNothingAndClaimsNothing() {
        assertThatThrownBy(() -> commands.send(new Regret("regretted", "sorry"), CALLER))
                .isInstanceOf(Refusal.NotAllowed.class);

        assertThat(events("regretted")).isEmpty();
        assertThat(holder("sorry")).isEmpty();
    }

    @Test
    void aCommandThatIsRefusedAfterItHasAppliedAnEventIsAFault() {
        assertThatThrownBy(() -> commands.send(new Waver("wavering"), CALLER))
                .isInstanceOf(IllegalStateException.class);

        assertThat(events("wavering")).isEmpty();
    }

    @Test
    void aCommandThatNobodyHandlesIsAFault() {
        assertThatThrownBy(() -> commands.send(new Unheard("unheard"), CALLER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCommandReadsOnceAndWritesOnce() {
        CountedStatements database = new CountedStatements(REGION.database());
        Commands counted = REGION.anotherNode(database).commands;
        int before = database.executed();

        counted.send(new AddText("counted", "x"), CALLER);

        assertThat(database.executed() - before).isEqualTo(2);
    }

    @Test
    void aCommandThatMakesItsSubjectOnlyWrites() {
        CountedStatements database = new CountedStatements(REGION.database());
        Commands counted = REGION.anotherNode(database).commands;
        int before = database.executed();

        counted.send(new NewNote("made", "made"), CALLER);

        assertThat(database.executed() - before).isEqualTo(1);
    }

    @Test
    void aCommandThatWasOvertakenByAnotherNodeIsDecidedAnew() {
        InterruptedDataSource database = new InterruptedDataSource(REGION.database());
        Commands overtaken = REGION.anotherNode(database).commands;
        database.next(() -> commands.send(new AddText("overtaken", "first"), CALLER));

        Accepted<Integer> accepted = overtaken.send(new AddText("overtaken", "second"), CALLER);

        assertThat(accepted.result()).isEqualTo(1);
        assertThat(events("overtaken"))
                .extracting(event -> event.stamp().dot().sequence())
                .containsExactly(1L, 2L);
    }

    @Test
    void noWriteIsLostBetweenThreadsOfTwoNodes() throws Exception {
        List<Commands> nodes = List.of(commands, REGION.anotherNode().commands);

        List<Integer> known = inThreads(
                60,
                i -> nodes.get(i % 2)
                        .send(new AddText("contended", "x"), CALLER)
                        .result());

        assertThat(known)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 60).boxed().toList());
    }

    @Test
    void ofManyWhoClaimOneValueExactlyOneGetsIt() throws Exception {
        List<Commands> nodes = List.of(commands, REGION.anotherNode().commands);

        List<String> outcomes = inThreads(32, i -> {
            try {
                nodes.get(i % 2).send(new SetTitle("rival-" + i, "the title"), CALLER);
                return "note/rival-" + i;
            } catch (UniqueValueTaken _) {
                return "taken";
            }
        });

        assertThat(outcomes).filteredOn("taken"::equals).hasSize(31);
        assertThat(outcomes).containsAll(holder("the title"));
        assertThat(REGION.sql()
                        .sql("select count(*) from event where subject like 'note/rival-%'")
                        .query((row, _) -> row.getLong(1))
                        .single())
                .isEqualTo(1);
    }

    private interface Numbered<T> {
        T of(int number) throws Exception;
    }

    private static <T> List<T> inThreads(int count, Numbered<T> work) throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                calls.add(() -> work.of(number));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : threads.invokeAll(calls)) {
                results.add(each.get());
            }
            return results;
        }
    }

    private static List<StoredEvent> events(String note) {
        return REGION.log.stream("note/" + note);
    }

    private static List<String> holder(String title) {
        return REGION.sql()
                .sql("select subject from unique_value where kind = 'title' and value = ?")
                .param(title)
                .query((row, _) -> row.getString(1))
                .list();
    }
}
