package dev.peerage.simulation;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One region: its log, the aggregates that decide from the log, the view that follows it, and its clock. A crash leaves
 * the log and the view as it was last stored; the clock goes on from the log.
 */
final class SimulatedRegion {

    /** A copy of the whole database: the log up to there, and the view as it was stored then. */
    private record Backup(int logged, View.Stored view) {}

    private final Region name;
    private final Logic logic;
    private final Chronicle chronicle;
    private final WallClock wall;

    private Log log = new Log();
    private Rows aggregates;
    private final View view;
    private final List<Backup> backups = new ArrayList<>();
    private @Nullable HybridLogicalClock clock;

    private boolean present;
    private boolean up;
    private boolean recovering;
    private final Set<Region> asked = new HashSet<>();
    private boolean tookBack;

    SimulatedRegion(Region name, Logic logic, Chronicle chronicle, long now) {
        this.name = name;
        this.logic = logic;
        this.chronicle = chronicle;
        this.wall = new WallClock(now);
        this.aggregates = new Rows(logic);
        this.view = new View(logic, chronicle);
    }

    Region name() {
        return name;
    }

    WallClock wall() {
        return wall;
    }

    Log log() {
        return log;
    }

    List<Event> own() {
        return log.of(name);
    }

    Rows aggregates() {
        return aggregates;
    }

    View view() {
        return view;
    }

    /** The events that the view is made of. */
    List<Event> viewed() {
        return log.events().subList(0, view.events());
    }

    boolean isPresent() {
        return present;
    }

    boolean isUp() {
        return present && up;
    }

    boolean isRecovering() {
        return recovering;
    }

    boolean isWritable() {
        return isUp() && !recovering;
    }

    void join() {
        present = true;
        start();
    }

    void start() {
        up = true;
        if (!recovering) {
            startClock();
        }
    }

    private void startClock() {
        long bound = Math.max(0, wall.millis()) + Logic.MAX_AHEAD.toMillis();
        clock = logic.clock(wall, log.latestTime(name, HybridTime.of(bound, 0)));
    }

    /** Memory is gone. The rows that are read again may be newer than the token beside them. */
    void crash(int olderBy) {
        up = false;
        clock = null;
        asked.clear();
        view.restart(view.stored(), olderBy, log);
        chronicle.happened(Happening.CRASH);
    }

    void backUp() {
        backups.add(new Backup(log.size(), view.stored()));
    }

    int backups() {
        return backups.size();
    }

    /** The numbers of the events that a backup has. */
    BitSet numbersIn(int backup) {
        BitSet numbers = new BitSet();
        log.events()
                .subList(0, backups.get(backup).logged())
                .forEach(event -> numbers.set(event.fact().number()));
        return numbers;
    }

    /** The disk is gone, and what comes after the backup in the log, the view and the clock. */
    void restore(int backup, int olderBy) {
        Backup from = backups.get(backup);
        backups.subList(backup + 1, backups.size()).clear();
        log = log.firstOnes(from.logged());
        aggregates = new Rows(logic);
        log.events().forEach(aggregates::fold);
        view.restart(from.view(), olderBy, log);
        asked.clear();
        clock = null;
        recovering = logic.takesBackItsOwn();
        start();
        chronicle.happened(Happening.RESTORE);
    }

    boolean hasAsked(SimulatedRegion peer) {
        return asked.contains(peer.name);
    }

    /** Takes its own events back from a peer that has more of them. */
    int takeBackFrom(SimulatedRegion peer) {
        List<Event> known = peer.log.of(name);
        int before = own().size();
        for (int i = before; i < known.size(); i++) {
            append(known.get(i));
        }
        asked.add(peer.name);
        int taken = own().size() - before;
        chronicle.happened(Happening.OWN_EVENTS_TAKEN_BACK, taken > 0);
        chronicle.happened(Happening.OWN_EVENTS_TAKEN_BACK_FROM_TWO_PEERS, taken > 0 && tookBack);
        tookBack |= taken > 0;
        return taken;
    }

    /** All peers were asked: what is known of its own events is here, and only now may the clock start. */
    void recovered() {
        recovering = false;
        tookBack = false;
        asked.clear();
        startClock();
    }

    /** One command's facts, as an aggregate writes them: all at one time, each having seen those before it. */
    List<Event> write(String subject, List<? extends DomainEvent> facts) {
        HybridLogicalClock running = running();
        List<Event> history = log.of(subject);
        history.forEach(event -> running.observe(event.stamp().time()));
        HybridTime time = running.next();
        mustBeSound(time);
        chronicle.happened(
                Happening.EFFECT_STAMPED_BEFORE_ITS_CAUSE,
                history.stream().anyMatch(event -> event.stamp().time().compareTo(time) > 0));
        List<Event> written = new ArrayList<>();
        for (DomainEvent fact : facts) {
            VersionVector seen = log.version(subject);
            Stamp stamp = new Stamp(new Dot(name, seen.get(name) + 1), seen, time);
            Event event = chronicle.write(fact, stamp, own().size(), log.seen(subject));
            append(event);
            written.add(event);
        }
        return written;
    }

    private void mustBeSound(HybridTime time) {
        if (!own().isEmpty()) {
            HybridTime before = own().getLast().stamp().time();
            if (time.compareTo(before) <= 0) {
                throw new AssertionError("%s stamps %s after %s".formatted(name, time, before));
            }
            chronicle.happened(Happening.WALL_CLOCK_BEHIND_OWN_LATEST_STAMP, wall.millis() < before.millis());
        }
        if (time.millis() > wall.highest() + Logic.MAX_AHEAD.toMillis()) {
            throw new AssertionError("%s was dragged to %s".formatted(name, time));
        }
    }

    void receive(Event event) {
        if (clock != null && !clock.observe(event.stamp().time())) {
            chronicle.happened(Happening.STAMP_FAR_AHEAD);
        }
        if (log.holds(event)) {
            chronicle.happened(Happening.DUPLICATE_RECEIVED);
            if (logic.leavesOutDuplicates()) {
                return;
            }
        }
        noteWhatIsMissing(event);
        append(event);
    }

    private void noteWhatIsMissing(Event event) {
        BitSet missing = (BitSet) event.fact().seen().clone();
        missing.andNot(log.numbers());
        if (!missing.isEmpty()) {
            chronicle.happened(Happening.EVENT_BEFORE_ONE_ITS_WRITER_HAD_SEEN);
            chronicle.happened(
                    Happening.REMOVE_BEFORE_THE_ADD_IT_SAW,
                    event.fact().is(Fact.REMOVED)
                            && missing.stream()
                                    .anyMatch(number ->
                                            chronicle.event(number).fact().is(Fact.ADDED)));
        }
        if (event.fact().is(Fact.ADDED)) {
            String[] parts = event.subject().split("/", -1);
            chronicle.happened(
                    Happening.MEMBERSHIP_BEFORE_ITS_GROUP_OR_USER,
                    log.of("group/" + parts[1]).isEmpty()
                            || log.of("user/" + parts[2]).isEmpty());
        }
    }

    private void append(Event event) {
        log.append(event);
        aggregates.fold(event);
    }

    private HybridLogicalClock running() {
        if (clock == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return clock;
    }

    @Override
    public String toString() {
        return name.name();
    }
}
