package dev.peerage.eventstore;

import static dev.peerage.eventstore.TestRegion.CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.eventstore.Note.AddText;
import dev.peerage.eventstore.Note.NoteCommand;
import dev.peerage.eventstore.Note.Regret;
import dev.peerage.eventstore.Note.SetTitle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Many commands in one transaction, each deciding on what those before it have left. */
class BatchedCommandsTest {

    private static final TestRegion REGION = TestRegion.create();

    private final Commands commands = REGION.commands;

    @AfterAll
    static void close() {
        REGION.close();
    }

    @Test
    void commandsOfOneBatchSeeTheEventsOfThoseBeforeThem() {
        List<Decision> decisions = sendAll(
                new AddText("sight", "one"),
                new AddText("other", "x"),
                new AddText("sight", "two"),
                new AddText("sight", "three"));

        assertThat(decisions).extracting(BatchedCommandsTest::result).containsExactly(0, 0, 1, 2);
        assertThat(events("sight"))
                .extracting(
                        event -> event.stamp().dot() + " after " + event.stamp().seen())
                .containsExactly("eu~1 after ", "eu~2 after eu~1", "eu~3 after eu~2");
    }

    @Test
    void oneBatchIsOneTransactionAndOneReadAndOneWrite() {
        CountedStatements database = new CountedStatements(REGION.database());
        Commands counted = REGION.anotherNode(database).commands;
        int before = database.executed();

        List<Decision> decisions = counted.sendAll(
                List.of(new AddText("once-1", "x"), new SetTitle("once-2", "once"), new AddText("once-1", "y")),
                CALLER);

        assertThat(database.executed() - before).isEqualTo(2);
        assertThat(decisions)
                .extracting(decision -> ((Decision.Taken) decision).position())
                .containsOnly(events("once-1").getLast().position());
        assertThat(transactions("note/once-%")).isEqualTo(1);
    }

    @Test
    void nothingComesOfNothing() {
        assertThat(sendAll()).isEmpty();
    }

    @Test
    void oneRefusalDoesNotHinderTheOthers() {
        List<Decision> decisions =
                sendAll(new AddText("brave-1", "x"), new Regret("coward", "no"), new AddText("brave-2", "x"));

        assertThat(decisions.get(1)).isInstanceOf(Decision.Refused.class);
        assertThat(events("brave-1")).hasSize(1);
        assertThat(events("coward")).isEmpty();
        assertThat(events("brave-2")).hasSize(1);
        assertThat(transactions("note/brave-%")).isEqualTo(1);
    }

    @Test
    void twoOfOneBatchCannotTakeOneValue() {
        List<Decision> decisions = sendAll(new SetTitle("quick", "crown"), new SetTitle("slow", "crown"));

        assertThat(decisions.get(0)).isInstanceOf(Decision.Taken.class);
        assertThat(decisions.get(1))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.why()).isInstanceOf(UniqueValueTaken.class));
        assertThat(holder("crown")).containsExactly("note/quick");
        assertThat(events("slow")).isEmpty();
    }

    @Test
    void aValueMayBeTakenReleasedAndTakenAgainInOneTransaction() {
        sendAll(new SetTitle("a", "wanted"), new SetTitle("a", null), new SetTitle("b", "wanted"));

        assertThat(holder("wanted")).containsExactly("note/b");
        assertThat(transactions("note/_")).isEqualTo(1);
    }

    @Test
    void aValueHeldBeforeMayChangeHandsInOneTransaction() {
        sendAll(new SetTitle("former", "throne"));

        List<Decision> decisions = sendAll(new SetTitle("former", "retired"), new SetTitle("latter", "throne"));

        assertThat(decisions).hasOnlyElementsOfType(Decision.Taken.class);
        assertThat(holder("throne")).containsExactly("note/latter");
        assertThat(holder("retired")).containsExactly("note/former");
    }

    @Test
    void aValueMayComeBackToItsHolder() {
        sendAll(new SetTitle("fickle", "home"));

        List<Decision> decisions =
                sendAll(new SetTitle("fickle", "abroad"), new SetTitle("fickle", null), new SetTitle("fickle", "home"));

        assertThat(decisions).hasOnlyElementsOfType(Decision.Taken.class);
        assertThat(holder("home")).containsExactly("note/fickle");
        assertThat(holder("abroad")).isEmpty();
    }

    @Test
    void twoHoldersMaySwapByWayOfAThirdValue() {
        sendAll(new SetTitle("left", "l"), new SetTitle("right", "r"));

        List<Decision> decisions =
                sendAll(new SetTitle("left", "between"), new SetTitle("right", "l"), new SetTitle("left", "r"));

        assertThat(decisions).hasOnlyElementsOfType(Decision.Taken.class);
        assertThat(holder("l")).containsExactly("note/right");
        assertThat(holder("r")).containsExactly("note/left");
        assertThat(holder("between")).isEmpty();
    }

    @Test
    void aRefusedCommandsClaimIsFreeForTheNext() {
        List<Decision> decisions = sendAll(new Regret("first", "spare"), new SetTitle("second", "spare"));

        assertThat(decisions.get(0)).isInstanceOf(Decision.Refused.class);
        assertThat(decisions.get(1)).isInstanceOf(Decision.Taken.class);
        assertThat(holder("spare")).containsExactly("note/second");
    }

    @Test
    void whoeverWantsAValueThatIsHeldElsewhereIsRefusedAlone() {
        sendAll(new SetTitle("holder", "held"));
        List<NoteCommand> batch = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            batch.add(new SetTitle("applicant-" + i, i == 4 ? "held" : "title " + i));
        }

        List<Decision> decisions = commands.sendAll(batch, CALLER);

        for (int i = 0; i < 7; i++) {
            assertThat(decisions.get(i)).isInstanceOf(i == 4 ? Decision.Refused.class : Decision.Taken.class);
            assertThat(events("applicant-" + i)).hasSize(i == 4 ? 0 : 1);
        }
        assertThat(holder("held")).containsExactly("note/holder");
    }

    @Test
    void aBatchThatAnotherNodeOvertakesIsDecidedAnew() {
        InterruptedDataSource database = new InterruptedDataSource(REGION.database());
        Commands overtaken = REGION.anotherNode(database).commands;
        database.next(() -> commands.send(new AddText("passed-1", "between"), CALLER));

        List<Decision> decisions = overtaken.sendAll(
                List.of(new AddText("passed-0", "x"), new AddText("passed-1", "x"), new AddText("passed-2", "x")),
                CALLER);

        assertThat(decisions).extracting(BatchedCommandsTest::result).containsExactly(0, 1, 0);
        assertThat(events("passed-1")).hasSize(2);
    }

    private List<Decision> sendAll(NoteCommand... batch) {
        return commands.sendAll(List.of(batch), CALLER);
    }

    private static Object result(Decision decision) {
        return java.util.Objects.requireNonNull(((Decision.Taken) decision).result());
    }

    private static List<StoredEvent> events(String note) {
        return REGION.log.stream("note/" + note);
    }

    private static long transactions(String subjects) {
        return REGION.sql()
                .sql("select count(distinct transaction) from event where subject like ?")
                .param(subjects)
                .query((row, _) -> row.getLong(1))
                .single();
    }

    private static List<String> holder(String title) {
        return REGION.sql()
                .sql("select subject from unique_value where kind = 'title' and value = ?")
                .param(title)
                .query((row, _) -> row.getString(1))
                .list();
    }
}
