package dev.peerage.audit;

import static dev.peerage.eventstore.Writing.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.audit.AuditEntry.Change;
import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.StampedEvent;
import dev.peerage.eventstore.StoredEvent;
import dev.peerage.eventstore.Writing;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import dev.peerage.user.UserEvent;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import dev.peerage.user.UserId;
import dev.peerage.user.UserState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an event changed, from its writer's point of view. */
class PastTest {

    private static final UserId HOMER = new UserId("homer");

    private final AtomicInteger folds = new AtomicInteger();

    /** Shows the name, and how many attributes there are. */
    private final AuditedResource<UserEvent, UserState> users = new AuditedResource<>(
            "user",
            1,
            UserEvent.class,
            UserState.none(),
            (state, event, stamp) -> {
                folds.incrementAndGet();
                return state.with(event, stamp);
            },
            PastTest::shown);

    private final Map<StoredEvent, DomainEvent> payloads = new HashMap<>();

    private static SequencedMap<String, @Nullable Object> shown(UserState state) {
        SequencedMap<String, @Nullable Object> shown = new TreeMap<>();
        shown.put("name", state.name().value());
        state.shownAttributes().forEach((key, value) -> shown.put("attributes." + key, value));
        return shown;
    }

    @Test
    void eventIsJudgedByWhatItsWriterHadSeen() {
        List<StoredEvent> history = history(
                in("eu").event(name("A")),
                in("us").seeing("eu~1").event(name("B")),
                in("ap").seeing("eu~1").event(name("C")),
                in("eu").seeing("ap~1.us~1").event(name("D")));

        assertThat(changes(history))
                .containsOnly(
                        Map.entry("eu~1", "name: null to A"),
                        Map.entry("us~1", "name: A to B"),
                        Map.entry("ap~1", "name: A to C"),
                        Map.entry("eu~2", "name: C to D"));
    }

    /** Of what its writer saw the last was shown, be it an earlier one's by another clock. */
    @Test
    void eventThatLosesChangesNothingForItsWriter() {
        List<StoredEvent> history = history(
                in("us").event(name("Us")),
                in("us").event(name("Us")),
                in("eu").event(name("Eu")).event(new UserUsernameSet(HOMER, "homer")));

        assertThat(changes(history))
                .containsOnly(
                        Map.entry("us~1", "name: null to Us"),
                        Map.entry("us~2", ""),
                        Map.entry("eu~1", "name: null to Eu"),
                        Map.entry("eu~2", ""));
    }

    @Test
    void deletionTakesAllAwayThatItsWriterSaw() {
        List<StoredEvent> history = history(
                in("eu").event(name("A")).event(new UserAttributeSet(HOMER, "floor", "1")),
                in("us").seeing("eu~1").event(new UserDeleted(HOMER)),
                in("eu").event(new UserAttributeSet(HOMER, "floor", "2")));

        assertThat(changes(history))
                .containsEntry("us~1", "name: A to null")
                .containsEntry("eu~3", "attributes.floor: 1 to 2");
    }

    /** As after it was restored: what it had seen of others has not come back before it writes again. */
    @Test
    void regionMayHaveSeenLessThanBefore() {
        List<StoredEvent> history = new ArrayList<>(history(
                in("us").event(name("Us")), in("eu").seeing("us~1").event(new UserAttributeSet(HOMER, "floor", "1"))));
        history.addAll(history(in("eu").after(1).event(name("Eu"))));

        assertThat(changes(history)).containsEntry("eu~2", "name: null to Eu");
    }

    @Test
    void whatHasNotArrivedYetIsLeftOut() {
        List<StoredEvent> history = history(in("eu").seeing("us~3").event(name("Eu")), in("us").event(name("Us")));

        assertThat(changes(history)).containsEntry("eu~1", "name: Us to Eu");
    }

    @Test
    void changesDependOnTheSetOfEventsAlone() {
        Random random = new Random(7);
        List<StoredEvent> history = random(random, 300);
        Map<String, String> expected = changes(history);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(history, random);
            assertThat(changes(history)).isEqualTo(expected);
        }
        // what each writer saw alone, as the definition has it
        for (StoredEvent event : history) {
            UserState before = UserState.none();
            for (StoredEvent other : history) {
                if (event.stamp().seen().covers(other.stamp().dot())) {
                    before = before.with((UserEvent) read(other).orElseThrow(), other.stamp());
                }
            }
            UserState after = before.with((UserEvent) read(event).orElseThrow(), event.stamp());
            assertThat(expected)
                    .containsEntry(
                            event.stamp().dot().toString(),
                            before.name().value() == after.name().value()
                                    ? ""
                                    : "name: %s to %s"
                                            .formatted(
                                                    before.name().value(),
                                                    after.name().value()));
        }
    }

    @Test
    void longHistoryIsFoldedOnceForEachRegionThatIsAskedAbout() {
        List<Writing> writings = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            writings.add(in("eu").event(name("Eu " + i)));
        }
        List<StoredEvent> history = history(writings.toArray(Writing[]::new));

        changes(history, history.subList(9_000, 10_000));

        assertThat(folds).hasValue(10_000);
    }

    /** Two that have not seen each other for long, and whose events alternate in time. */
    @Test
    void concurrentHistoriesAreNotFoldedAnewForEachEvent() {
        List<Writing> writings = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            writings.add(in("eu").event(name("Eu " + i)));
            writings.add(in("us").event(name("Us " + i)));
        }
        List<StoredEvent> history = history(writings.toArray(Writing[]::new));

        changes(history, history.subList(9_000, 10_000));

        assertThat(folds).hasValueBetween(10_000, 20_000);
    }

    private static UserEvent name(String name) {
        return new UserNameSet(HOMER, name);
    }

    /** Three regions that see each other's events now and then. */
    private List<StoredEvent> random(Random random, int events) {
        List<String> regions = List.of("ap", "eu", "us");
        Map<String, VersionVector> seen = new HashMap<>();
        VersionVector all = VersionVector.none();
        List<Writing> writings = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            String region = regions.get(random.nextInt(regions.size()));
            VersionVector known = seen.getOrDefault(region, VersionVector.none());
            if (random.nextInt(4) == 0) {
                known = all;
            }
            Dot dot = new Dot(Region.of(region), all.get(Region.of(region)) + 1);
            writings.add(in(region).seeing(known.toString()).event(name("Name " + i)));
            seen.put(region, known.with(dot));
            all = all.with(dot);
        }
        return new ArrayList<>(history(writings.toArray(Writing[]::new)));
    }

    private Map<String, String> changes(List<StoredEvent> history) {
        return changes(history, history);
    }

    private Map<String, String> changes(List<StoredEvent> history, List<StoredEvent> wanted) {
        Map<String, String> told = new TreeMap<>();
        new Past<>(users, history, this::read)
                .changes(wanted)
                .forEach((dot, changes) -> told.put(
                        dot.toString(),
                        String.join(", ", changes.stream().map(PastTest::text).toList())));
        return told;
    }

    private static String text(Change change) {
        return "%s: %s to %s".formatted(change.field(), change.from(), change.to());
    }

    private Optional<DomainEvent> read(StoredEvent event) {
        return Optional.ofNullable(payloads.get(event));
    }

    private List<StoredEvent> history(Writing... writings) {
        List<StoredEvent> history = new ArrayList<>();
        for (StampedEvent<DomainEvent> event : Writing.history(writings)) {
            Stamp stamp = event.stamp();
            int position = payloads.size() + 1;
            StoredEvent stored = new StoredEvent(
                    position, event.event().subject(), stamp, position, "", 1, "tester", null, null, "{}");
            payloads.put(stored, event.event());
            history.add(stored);
        }
        return history;
    }
}
