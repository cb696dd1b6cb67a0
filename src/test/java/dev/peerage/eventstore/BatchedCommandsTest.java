package dev.peerage.eventstore;

import static dev.peerage.eventstore.TestRegion.CALLER;
import static dev.peerage.eventstore.Writing.in;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peerage.eventstore.Note.AddText;
import dev.peerage.eventstore.Note.NoteCommand;
import dev.peerage.eventstore.Note.Regret;
import dev.peerage.eventstore.Note.SetTitle;
import dev.peerage.eventstore.NoteEvent.NoteTitleSet;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.ConcurrencyFailureException;

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
    void howeverManyValuesAreHeldElsewhereTheBatchIsDecidedTwice() {
        List<NoteCommand> holders = new ArrayList<>();
        List<NoteCommand> batch = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            holders.add(new SetTitle("incumbent-" + i, "seat " + i));
            batch.add(new SetTitle("challenger-" + i, i % 4 == 0 ? "free seat " + i : "seat " + i));
        }
        commands.sendAll(holders, CALLER);
        CountedStatements database = new CountedStatements(REGION.database());
        Commands counted = REGION.anotherNode(database).commands;
        int before = database.executed();

        List<Decision> decisions = counted.sendAll(batch, CALLER);

        assertThat(decisions).filteredOn(Decision.Taken.class::isInstance).hasSize(10);
        assertThat(decisions)
                .filteredOn(Decision.Refused.class::isInstance)
                .hasSize(30)
                .allMatch(decision -> ((Decision.Refused) decision).why() instanceof UniqueValueTaken);
        assertThat(database.executed() - before)
                .as("read, append in vain, ask for the holders, read, append")
                .isEqualTo(5);
        assertThat(transactions("note/challenger-%")).isEqualTo(1);
    }

    @Test
    void whoWantsAValueThatIsReleasedOnlyLaterIsRefused() {
        sendAll(new SetTitle("early", "e"), new SetTitle("owner", "o"));

        List<Decision> decisions = sendAll(new SetTitle("early", "o"), new SetTitle("owner", "elsewhere"));

        assertThat(decisions.get(0)).isInstanceOf(Decision.Refused.class);
        assertThat(decisions.get(1)).isInstanceOf(Decision.Taken.class);
        assertThat(holder("e")).containsExactly("note/early");
        assertThat(holder("o")).isEmpty();
        assertThat(holder("elsewhere")).containsExactly("note/owner");
    }

    @Test
    void twoThatWantEachOthersValuesAreBothRefused() {
        sendAll(new SetTitle("here", "h"), new SetTitle("there", "t"));

        assertThat(sendAll(new SetTitle("here", "t"), new SetTitle("there", "h")))
                .hasOnlyElementsOfType(Decision.Refused.class);
        assertThat(holder("h")).containsExactly("note/here");
        assertThat(holder("t")).containsExactly("note/there");
    }

    @Test
    void aRefusedCommandReleasesNothingForThoseAfterIt() {
        sendAll(new SetTitle("rich", "gold"), new SetTitle("mover", "silver"));

        List<Decision> decisions = sendAll(
                new SetTitle("mover", "gold"), new SetTitle("follower", "silver"), new SetTitle("last", "bronze"));

        assertThat(decisions.get(0)).isInstanceOf(Decision.Refused.class);
        assertThat(decisions.get(1)).isInstanceOf(Decision.Refused.class);
        assertThat(decisions.get(2)).isInstanceOf(Decision.Taken.class);
        assertThat(holder("silver")).containsExactly("note/mover");
        assertThat(events("follower")).isEmpty();
    }

    @Test
    void whatAnotherRegionHasReplacedCanBeClaimedAgainByItsHolder() {
        sendAll(new SetTitle("shared", "old"));
        REGION.receive(in("us").seeing("eu~1").event(new NoteTitleSet("shared", "new")));

        List<Decision> decisions = sendAll(new SetTitle("shared", "old"), new SetTitle("other-shared", "old"));

        assertThat(decisions.get(0)).isInstanceOf(Decision.Taken.class);
        assertThat(decisions.get(1)).isInstanceOf(Decision.Refused.class);
        assertThat(holder("old")).containsExactly("note/shared");
    }

    @Test
    void aBatchThatWaitsForAnotherThatWaitsForItIsDecidedAnew() throws Exception {
        try (Connection other = REGION.database().getConnection();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            other.setAutoCommit(false);
            // it is not this one that PostgreSQL ends
            execute(other, "set local deadlock_timeout = '1min'");
            execute(other, "insert into unique_value values ('title', 'knot 2', 'note/other')");
            Future<List<Decision>> decisions =
                    threads.submit(() -> sendAll(new SetTitle("knot-1", "knot 1"), new SetTitle("knot-2", "knot 2")));
            await().until(BatchedCommandsTest::oneWaits);
            execute(other, "insert into unique_value values ('title', 'knot 1', 'note/other')");
            other.rollback();
            other.setAutoCommit(true);

            assertThat(decisions)
                    .succeedsWithin(ofSeconds(20))
                    .satisfies(all -> assertThat(all).hasOnlyElementsOfType(Decision.Taken.class));
        }
        assertThat(transactions("note/knot-%")).isEqualTo(1);
    }

    private static boolean oneWaits() {
        return REGION.sql()
                .sql(
                        "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')")
                .query((row, _) -> row.getBoolean(1))
                .single();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
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

    @Test
    void aBatchThatIsOvertakenAgainAndAgainIsDecidedInParts() {
        InterruptedDataSource database = new InterruptedDataSource(REGION.database());
        Commands overtaken = REGION.anotherNode(database).commands;
        overtakeBetweenUses(database, "beset", 2 * Commands.ATTEMPTS);

        List<Decision> decisions =
                overtaken.sendAll(List.of(new AddText("beset", "x"), new AddText("at-peace", "x")), CALLER);

        assertThat(decisions).hasOnlyElementsOfType(Decision.Taken.class);
        assertThat(events("at-peace")).hasSize(1);
    }

    @Test
    void whoNeverGetsAwayIsToldThatOthersAreInTheWay() {
        InterruptedDataSource database = new InterruptedDataSource(REGION.database());
        Commands overtaken = REGION.anotherNode(database).commands;
        overtakeBetweenUses(database, "besieged", Integer.MAX_VALUE);

        assertThatThrownBy(() -> overtaken.sendAll(List.of(new AddText("besieged", "mine")), CALLER))
                .isInstanceOf(ConcurrencyFailureException.class);

        assertThat(events("besieged")).extracting(StoredEvent::payload).noneMatch(text -> text.contains("mine"));
    }

    private void overtakeBetweenUses(InterruptedDataSource database, String note, int times) {
        if (times > 0) {
            database.next(() -> {
                commands.send(new AddText(note, "between"), CALLER);
                overtakeBetweenUses(database, note, times - 1);
            });
        }
    }

    private List<Decision> sendAll(NoteCommand... batch) {
        return commands.sendAll(List.of(batch), CALLER);
    }

    private static Object result(Decision decision) {
        return Objects.requireNonNull(((Decision.Taken) decision).result());
    }

    private static List<StoredEvent> events(String note) {
        return REGION.log.stream("note/" + note);
    }

    private static long transactions(String subjects) {
        return REGION.sql()
                .sql("select count(distinct xmin::text) from event where subject like ?")
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
