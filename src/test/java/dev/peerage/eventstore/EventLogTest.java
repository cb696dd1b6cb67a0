package dev.peerage.eventstore;

import static dev.peerage.eventstore.Writing.in;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peerage.eventstore.NoteEvent.NoteTextSet;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table of events. */
class EventLogTest {

    private static final TestRegion REGION = TestRegion.create();
    private static final SequencedMap<UniqueValues.Key, UniqueValues.Handover> NO_CHANGES = new TreeMap<>();

    private final EventLog log = REGION.log;

    @AfterAll
    static void close() {
        REGION.close();
    }

    @Test
    void anEventIsReadAsItWasAppended() {
        Stamp stamp = new Stamp(
                new Dot(Region.of("eu"), 1), VersionVector.parse("ap~2.us~7"), HybridTime.of(1_800_000_000_000L, 5));
        NewEvent event = new NewEvent(
                "note/whole", stamp, "NoteTextSet", 4, "moe", "request-9", "AddText", "{\"note\": \"whole\"}");

        long position = log.append(List.of(event), NO_CHANGES);

        assertThat(log.stream("note/whole"))
                .containsExactly(new StoredEvent(
                        position,
                        "note/whole",
                        stamp,
                        position,
                        "NoteTextSet",
                        4,
                        "moe",
                        "request-9",
                        "AddText",
                        "{\"note\": \"whole\"}"));
        assertThat(log.streams(List.of("note/whole", "note/none")))
                .isEqualTo(Map.of("note/whole", log.stream("note/whole"), "note/none", List.of()));
    }

    @Test
    void theEventsOfOneAppendAreOneTransactionInTheirOrder() {
        long last = log.append(
                List.of(event("note/batch", 1), event("note/batch", 2), event("note/batch-2", 1)), NO_CHANGES);

        assertThat(log.stream("note/batch"))
                .extracting(event -> event.stamp().dot().sequence())
                .containsExactly(1L, 2L);
        assertThat(log.stream("note/batch-2")).extracting(StoredEvent::position).containsExactly(last);
        assertThat(REGION.sql()
                        .sql("select count(distinct xmin::text) from event where subject like 'note/batch%'")
                        .query((row, _) -> row.getLong(1))
                        .single())
                .isEqualTo(1);
    }

    @Test
    void anAppendIsOneStatement() {
        CountedStatements counted = new CountedStatements(REGION.database());

        new EventLog(counted, log.region())
                .append(
                        List.of(event("note/counted", 1), event("note/counted", 2)),
                        new TreeMap<>(Map.of(
                                new UniqueValues.Key("title", "counted"),
                                new UniqueValues.Handover(null, "note/counted"))));

        assertThat(counted.executed()).isEqualTo(1);
    }

    @Test
    void nothingIsAppendedIfOneStreamHasMovedOn() {
        log.append(List.of(event("note/moved", 1)), NO_CHANGES);

        assertThatThrownBy(() -> log.append(
                        List.of(event("note/unmoved", 1), event("note/moved", 1)),
                        new TreeMap<>(Map.of(
                                new UniqueValues.Key("title", "moved"),
                                new UniqueValues.Handover(null, "note/unmoved")))))
                .isInstanceOf(StreamMovedOn.class);

        assertThat(log.stream("note/unmoved")).isEmpty();
        assertThat(log.stream("note/moved")).hasSize(1);
        assertThat(holderOf("moved")).isEmpty();
    }

    @Test
    void twoRegionsMayUseOneSequence() {
        log.append(List.of(event("note/shared", 1)), NO_CHANGES);

        REGION.receive(in("us").event(new NoteTextSet("shared", "from us")));

        assertThat(log.stream("note/shared"))
                .extracting(event -> event.stamp().dot().toString())
                .containsExactly("eu~1", "us~1");
    }

    @Test
    void aTakenValueUndoesTheAppendAndItsHolderIsNamed() {
        claim("note/holder", "the one, (and only) = 'title'", null, "note/holder");

        assertThatThrownBy(() -> claim("note/late", "the one, (and only) = 'title'", null, "note/late"))
                .isInstanceOfSatisfying(
                        ValuesHeld.class,
                        held -> assertThat(held.holders())
                                .hasEntrySatisfying(
                                        new UniqueValues.Key("title", "the one, (and only) = 'title'"),
                                        holders -> assertThat(holders)
                                                .extracting(Holder::subject)
                                                .containsExactly("note/holder")));

        assertThat(log.stream("note/late")).isEmpty();
        assertThat(holderOf("the one, (and only) = 'title'")).containsExactly("note/holder");
    }

    @Test
    void twoThatWantEachOthersValuesDoNotWaitForEachOther() throws Exception {
        log.append(
                List.of(event("note/yin", 1), event("note/yang", 1)),
                changes("yin", null, "note/yin", "yang", null, "note/yang"));
        try (ExecutorService threads = Executors.newFixedThreadPool(2);
                Connection blocker = REGION.database().getConnection()) {
            // both have released and are about to claim when it ends
            blocker.setAutoCommit(false);
            blocker.createStatement()
                    .execute("insert into unique_value values ('title', 'a first', 'x'), ('title', 'a second', 'x')");
            Future<?> one = threads.submit(() -> log.append(
                    List.of(event("note/yin", 2)),
                    changes("yin", "note/yin", null, "yang", null, "note/yin", "a first", null, "note/yin")));
            Future<?> other = threads.submit(() -> log.append(
                    List.of(event("note/yang", 2)),
                    changes("yang", "note/yang", null, "yin", null, "note/yang", "a second", null, "note/yang")));
            await().until(this::waiting, waiting -> waiting == 2);
            blocker.rollback();
            blocker.setAutoCommit(true);

            assertThat(one).failsWithin(ofSeconds(20)).withThrowableThat().withCauseInstanceOf(ValuesHeld.class);
            assertThat(other).failsWithin(ofSeconds(20)).withThrowableThat().withCauseInstanceOf(ValuesHeld.class);
        }
        assertThat(holderOf("yin")).containsExactly("note/yin");
        assertThat(holderOf("yang")).containsExactly("note/yang");
    }

    private long waiting() {
        return REGION.sql()
                .sql(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                .query((row, _) -> row.getLong(1))
                .single();
    }

    @Test
    void aValueChangesHandsInOneStatement() {
        claim("note/giver", "baton", null, "note/giver");

        claim("note/taker", "baton", "note/giver", "note/taker");

        assertThat(holderOf("baton")).containsExactly("note/taker");
    }

    @Test
    void aValueIsNotReleasedForWhoDoesNotHoldIt() {
        claim("note/owner", "mine", null, "note/owner");

        claim("note/stranger", "mine", "note/stranger", null);

        assertThat(holderOf("mine")).containsExactly("note/owner");
    }

    @Test
    void aReleasedValueIsFree() {
        claim("note/once", "free", null, "note/once");
        claim("note/never", "free", "note/once", null);

        claim("note/next", "free", null, "note/next");

        assertThat(holderOf("free")).containsExactly("note/next");
    }

    @Test
    void aValueThatAnotherRegionGaveToAnotherIsNotClaimed() {
        heldElsewhere("abroad", "note/foreigner");
        long head = log.head();

        assertThatThrownBy(() -> claim("note/hopeful", "abroad", null, "note/hopeful"))
                .isInstanceOfSatisfying(
                        ValuesHeld.class,
                        held -> assertThat(held.holders())
                                .isEqualTo(Map.of(
                                        new UniqueValues.Key("title", "abroad"),
                                        List.of(new Holder("note/foreigner", "")))));

        assertThat(log.stream("note/hopeful")).isEmpty();
        assertThat(holderOf("abroad")).isEmpty();
        log.append(List.of(event("note/next-position", 1)), NO_CHANGES);
        assertThat(log.head()).as("no position was drawn").isEqualTo(head + 1);
    }

    @Test
    void aValueThatItsHolderHasFromAnotherRegionIsClaimedByItAndByWhomItGoesTo() {
        heldElsewhere("returned", "note/emigrant");

        claim("note/emigrant", "returned", null, "note/emigrant");
        claim("note/heir", "returned", "note/emigrant", "note/heir");

        assertThat(holderOf("returned")).containsExactly("note/heir");
    }

    @Test
    void aFormerHoldersGrantIsTakenUnlessItWasGivenAnew() {
        claim("note/former", "stale", null, "note/former");
        String grant = grantOf("stale");
        REGION.sql().sql("delete from unique_value where value = 'stale'").update();
        log.append(List.of(event("note/former", 2)), changes("stale", null, "note/former"));

        assertThatThrownBy(() -> takeOver("note/greedy", "stale", new Holder("note/former", grant)))
                .isInstanceOf(ValuesHeld.class);
        assertThat(holderOf("stale")).containsExactly("note/former");

        takeOver("note/rightful", "stale", new Holder("note/former", grantOf("stale")));
        assertThat(holderOf("stale")).containsExactly("note/rightful");
    }

    private void takeOver(String subject, String title, Holder former) {
        log.append(
                List.of(event(subject, 1)),
                new TreeMap<>(Map.of(
                        new UniqueValues.Key("title", title),
                        new UniqueValues.Handover(Set.of(), List.of(former), subject))));
    }

    private static String grantOf(String title) {
        return REGION.sql()
                .sql("select xmin::text from unique_value where kind = 'title' and value = ?")
                .param(title)
                .query((row, _) -> row.getString(1))
                .single();
    }

    private static void heldElsewhere(String title, String subject) {
        ValuesElsewhere.replace(
                new JdbcTemplate(REGION.database()),
                List.of(subject),
                List.of(new ValuesElsewhere.Shown("title", title, subject)));
    }

    @Test
    void aPayloadIsReadInSql() {
        REGION.receive(in("us").event(new NoteTextSet("sql", "Ωmega \"quoted\"")));

        assertThat(REGION.sql()
                        .sql("select payload ->> 'text' from event where payload @> '{\"note\": \"sql\"}'")
                        .query((row, _) -> row.getString(1))
                        .single())
                .isEqualTo("Ωmega \"quoted\"");
    }

    @Test
    void eventsAreCountedByTheRegionTheyAreFrom() {
        try (TestRegion fresh = TestRegion.create()) {
            assertThat(fresh.log.head()).isZero();
            assertThat(fresh.end().received()).isEmpty();

            fresh.log.append(List.of(event("note/a", 1), event("note/a", 2)), NO_CHANGES);
            fresh.receive(in("us").event(new NoteTextSet("b", "1")));

            assertThat(fresh.end().received()).isEqualTo(Map.of(Region.of("eu"), 2L, Region.of("us"), 1L));
            assertThat(fresh.log.head()).isEqualTo(3);
        }
    }

    @Test
    void aSubjectExistsFromItsFirstEventUntilOneThatRetiresIt() {
        log.append(List.of(event("note/alive", 1), event("note/retired", 1)), NO_CHANGES);
        Stamp stamp = new Stamp(new Dot(Region.of("us"), 1), VersionVector.none(), new HybridTime(1));
        Replication.deliver(REGION.sql(), "note/retired", stamp, "NoteBurnt", 1, "{}");

        assertThat(log.existing(
                        List.of("note/alive", "note/retired", "note/unheard-of"), List.of("NoteBurnt", "NoteLost")))
                .containsExactly("note/alive");
        assertThat(log.existing(List.of("note/alive", "note/retired"), List.of()))
                .containsExactlyInAnyOrder("note/alive", "note/retired");
    }

    @Test
    void theLatestTimeIsTheHighestStampedHereOrReceivedWithinTheBound() {
        try (TestRegion fresh = TestRegion.create()) {
            HybridTime bound = HybridTime.of(5_000, 0);
            assertThat(fresh.log.latestTime(bound)).isEqualTo(new HybridTime(0));

            fresh.receive(
                    in("us").at(Instant.ofEpochMilli(4_000)).event(new NoteTextSet("a", "near")),
                    in("ap").at(Instant.ofEpochMilli(9_000)).event(new NoteTextSet("a", "far ahead")));
            assertThat(fresh.log.latestTime(bound)).isEqualTo(HybridTime.of(4_000, 0));

            fresh.log.append(List.of(event("note/own", 1, HybridTime.of(7_000, 3))), NO_CHANGES);
            assertThat(fresh.log.latestTime(bound)).isEqualTo(HybridTime.of(7_000, 3));
        }
    }

    private void claim(String subject, String title, @Nullable String from, @Nullable String to) {
        log.append(
                List.of(event(subject, 1)),
                new TreeMap<>(Map.of(new UniqueValues.Key("title", title), new UniqueValues.Handover(from, to))));
    }

    /** Each change being a title, who lets go of it and who claims it. */
    private static SequencedMap<UniqueValues.Key, UniqueValues.Handover> changes(@Nullable String... changes) {
        SequencedMap<UniqueValues.Key, UniqueValues.Handover> map = new TreeMap<>();
        for (int i = 0; i < changes.length; i += 3) {
            map.put(
                    new UniqueValues.Key("title", Objects.requireNonNull(changes[i])),
                    new UniqueValues.Handover(changes[i + 1], changes[i + 2]));
        }
        return map;
    }

    private static List<String> holderOf(String title) {
        return REGION.sql()
                .sql("select subject from unique_value where kind = 'title' and value = ?")
                .param(title)
                .query((row, _) -> row.getString(1))
                .list();
    }

    private static NewEvent event(String subject, long sequence) {
        return event(subject, sequence, new HybridTime(sequence));
    }

    private static NewEvent event(String subject, long sequence, HybridTime time) {
        Stamp stamp = new Stamp(new Dot(Region.of("eu"), sequence), VersionVector.none(), time);
        return new NewEvent(subject, stamp, "NoteTextSet", 1, "tester", null, null, "{}");
    }
}
