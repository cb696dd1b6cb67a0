package dev.peerage.region;

import dev.peerage.database.DatabaseAddress;
import dev.peerage.eventstore.EventCounts;
import dev.peerage.kernel.Region;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By which one peer's events arrive here. It is looked after by a thread of its own: what is missing of it is made, what
 * is wrong with it is put right, and as long as the peer is out of reach it is tried again, after pauses that grow. Every
 * step may be interrupted at any point, and begun anew.
 *
 * <p>A link is set up in this order, so that no event is lost between two steps, whatever happens in between:
 *
 * <ol>
 *   <li>The slot at the peer: from now on everything that is committed there is kept for this region.
 *   <li>The subscription here, not enabled.
 *   <li>What the peer's log has and ours has not is copied ({@link MissingEvents}). What is committed meanwhile is kept in
 *       the slot; what is both copied and kept there is skipped when it arrives.
 *   <li>The subscription is enabled.
 * </ol>
 *
 * <p>If the slot is gone, be it that the peer gave it up because this region was away for too long, or that the peer
 * comes from a backup, all of that is done again.
 */
final class Link {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A link that is cut fails too, but not each time it is looked at while the peer answers. */
    private static final int STUCK = 3;

    /** For PostgreSQL's own connection: a peer that is gone without a word is noticed within seconds. */
    private static final Map<String, String> CONNECTION = Map.of(
            "connect_timeout", "5",
            "keepalives_idle", "5",
            "keepalives_interval", "2",
            "keepalives_count", "3",
            "tcp_user_timeout", "10000");

    private final Region peer;
    private final ThisDatabase here;
    private final Peers peers;
    private final LateRestoration restoration;
    private final Supplier<Set<Region>> live;
    private final EventCounts counts;
    private final InstantSource clock;
    private final LinkName name;
    private final Subscription subscription;
    private final LinkSamples samples;

    private final ReentrantLock work = new ReentrantLock();
    private final Object switching = new Object();
    private final ReentrantLock copying = new ReentrantLock();
    private final Semaphore look = new Semaphore(0);
    private final Thread keeper;
    private volatile boolean closed;
    private volatile boolean toBePaused;
    private volatile boolean orphansMayBeMissing;
    private @Nullable PeerDatabase database;
    private @Nullable String connection;
    private @Nullable Expected expected;
    private boolean hasArrived;
    private long failures;
    private int stuckFor;
    private Map<Region, Long> orphansBehind = Map.of();

    /**
     * What must be here once this region has said that it keeps everything below a place in the peer's write-ahead log.
     *
     * @param events so many the peer had written
     * @param logEnd where its write-ahead log ended after they were counted
     */
    private record Expected(long events, String logEnd) {}

    /**
     * @param live the regions whose events arrive by links of their own
     * @param counts of this region's log
     */
    Link(
            Region peer,
            ThisDatabase here,
            Peers peers,
            LateRestoration restoration,
            Supplier<Set<Region>> live,
            EventCounts counts,
            InstantSource clock) {
        this.peer = peer;
        this.here = here;
        this.peers = peers;
        this.restoration = restoration;
        this.live = live;
        this.counts = counts;
        this.clock = clock;
        this.name = new LinkName(peer, here.region());
        this.subscription = new Subscription(here.jdbc(), name);
        this.samples = new LinkSamples(peer, clock);
        this.keeper = Thread.ofVirtual().name("link from " + peer).unstarted(this::keep);
    }

    Region peer() {
        return peer;
    }

    void start() {
        keeper.start();
    }

    private void keep() {
        Duration pause = INTERVAL;
        while (!closed) {
            pause = attempt() ? INTERVAL : longer(pause);
            try {
                var _ = look.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                look.drainPermits();
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private boolean attempt() {
        work.lock();
        samples.asks("the peer does not answer");
        try {
            if (!closed) {
                look();
            }
            return true;
        } catch (IOException | RuntimeException failure) {
            disconnect();
            if (closed) {
                return false;
            }
            boolean changed = samples.failed(receivedUnlessOutOfReach(), described(failure));
            if (changed && (hasArrived || failure instanceof PeerRefused)) {
                LOG.warn("{}: events of {} do not arrive: {}", here.region(), peer, described(failure));
            } else if (changed) {
                LOG.info("{} waits for {}: {}", here.region(), peer, described(failure));
            }
            return false;
        } finally {
            samples.isAnswered();
            work.unlock();
        }
    }

    /** By the innermost message: what is around it says that something has failed, and not what. */
    private static String described(Throwable failure) {
        String described = String.valueOf(failure.getMessage());
        if (!(failure instanceof PeerRefused)) {
            for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
                described = cause.getMessage() == null ? described : cause.getMessage();
            }
        }
        return described;
    }

    private void tell(boolean changed) {
        if (changed) {
            LinkStatus now = samples.last();
            switch (now.state()) {
                case STREAMING -> {
                    hasArrived = true;
                    LOG.info("{}: events of {} arrive", here.region(), peer);
                }
                case PAUSED -> LOG.info("{}: events of {} do not arrive, the link is paused", here.region(), peer);
                case DOWN -> LOG.warn("{}: events of {} do not arrive: {}", here.region(), peer, now.error());
            }
        }
    }

    private void look() throws IOException {
        Peer known = peers.find(peer).orElseThrow();
        if (known.paused()) {
            stayPaused();
            tell(samples.paused(written(known), received()));
            return;
        }
        PeerDatabase there = connected(known);
        boolean filled = peers.find(peer).filter(Peer::filled).isPresent();
        if (!filled
                || subscription.status().isEmpty()
                || !there.hasSlot(name)
                || isMissingEvents(there)
                || isStuck(subscription.status().orElseThrow())) {
            setUp(there);
        } else if (orphansMayBeMissing) {
            orphansMayBeMissing = false;
            orphansMayBeMissing = !fill(there, origin -> !origin.equals(peer)) || orphansMayBeMissing;
        }
        String conninfo = there.address().conninfo(CONNECTION);
        if (!conninfo.equals(connection)) {
            subscription.reach(conninfo);
            connection = conninfo;
        }
        enable();
        tell(sample(there));
    }

    /** The process may have been killed after the pause was noted, and before it took effect. */
    private void stayPaused() {
        synchronized (switching) {
            boolean arrives =
                    subscription.status().filter(Subscription.Status::enabled).isPresent();
            if (arrives && peers.find(peer).filter(Peer::paused).isPresent()) {
                subscription.disable();
            }
        }
    }

    /** Of a peer that is out of reach as many as were known last. */
    private long written(Peer known) {
        try {
            return connected(known).counts().getOrDefault(peer, 0L);
        } catch (IOException | RuntimeException _) {
            disconnect();
            return samples.last().writtenEvents();
        }
    }

    private void enable() {
        synchronized (switching) {
            if (!toBePaused && !closed && !subscription.status().orElseThrow().enabled()) {
                subscription.enable();
            }
        }
    }

    private boolean sample(PeerDatabase there) {
        here.tellClock(clock);
        Subscription.Status status = subscription.status().orElseThrow();
        Map<Region, Long> theirs = there.counts();
        Map<Region, Long> ours = counts.now();
        lookForOrphans(theirs, ours);
        long written = theirs.getOrDefault(peer, 0L);
        long received = ours.getOrDefault(peer, 0L);
        if (expected == null && received < written) {
            expected = new Expected(written, there.logEnd());
        }
        return samples.sampled(status, written, received, there.clockOffset(clock));
    }

    /**
     * A region that was retired here may still be writing to the peer. What arrived there is copied when no more does: the
     * numbers are the same as a look ago.
     */
    private void lookForOrphans(Map<Region, Long> theirs, Map<Region, Long> ours) {
        Set<Region> byLinksOfTheirOwn = live.get();
        Map<Region, Long> behind = new HashMap<>(theirs);
        behind.keySet().removeAll(byLinksOfTheirOwn);
        behind.entrySet().removeIf(each -> each.getValue() <= ours.getOrDefault(each.getKey(), 0L));
        if (!behind.isEmpty() && behind.equals(orphansBehind)) {
            orphansMayBeMissing = true;
        }
        orphansBehind = behind;
    }

    /**
     * Whether events are neither here nor to come. Replication promises that there are none; a log that was brought back
     * from a backup on either side breaks the promise, as the two no longer agree on what was taken.
     */
    private boolean isMissingEvents(PeerDatabase there) {
        Expected waitedFor = expected;
        if (waitedFor == null || !there.isTakenUpTo(waitedFor.logEnd(), name)) {
            return false;
        }
        expected = null;
        long missing = waitedFor.events() - received();
        if (missing > 0) {
            LOG.error("{}: {} events of {} are missing that should have arrived", here.region(), missing, peer);
        }
        return missing > 0;
    }

    /**
     * Whether what arrives cannot be stored, again and again. It may be that something is missing before it, which a copy
     * brings; whatever else it is, a link that is set up anew loses nothing.
     */
    private boolean isStuck(Subscription.Status status) {
        if (status.receiving()) {
            stuckFor = 0;
        } else if (status.failures() > failures) {
            stuckFor++;
        }
        failures = status.failures();
        if (stuckFor < STUCK) {
            return false;
        }
        stuckFor = 0;
        LOG.error("{}: what arrives from {} cannot be stored; PostgreSQL's log says why", here.region(), peer);
        return true;
    }

    /** What failed may be this region's own database. */
    private long receivedUnlessOutOfReach() {
        try {
            return received();
        } catch (RuntimeException _) {
            return samples.last().receivedEvents();
        }
    }

    private long received() {
        return counts.now().getOrDefault(peer, 0L);
    }

    private PeerDatabase connected(Peer known) throws IOException {
        DatabaseAddress address = known.address()
                .orElseThrow(() -> new IOException("peerage.peers.%s says no more how to reach it".formatted(peer)))
                .resolve();
        PeerDatabase current = database;
        if (current != null && current.address().equals(address)) {
            // it may have retired this region since, lost its publication, or be another database by now
            greet(current, known);
            return current;
        }
        disconnect();
        PeerDatabase fresh = PeerDatabase.at(address, here.region());
        try {
            greet(fresh, known);
        } catch (IOException | RuntimeException failure) {
            fresh.close();
            throw failure;
        }
        database = fresh;
        orphansMayBeMissing = true;
        return fresh;
    }

    private void greet(PeerDatabase there, Peer known) throws IOException {
        identify(there, known);
        restoration.takeBackWhatIsMissing(peer, there);
        there.publish(peer);
    }

    private void disconnect() {
        PeerDatabase current = database;
        if (current != null) {
            database = null;
            current.close();
        }
    }

    private void identify(PeerDatabase there, Peer known) throws IOException {
        PeerDatabase.Identity identity = there.identify(peer, here.region(), here.id(), here.schema());
        if (known.id() != null && !known.id().equals(identity.id())) {
            throw new PeerRefused(
                    "The database %s calls itself %s, and is another one than before.".formatted(there.address(), peer),
                    "Two databases must not write as one region. If %s has lost its old one, retire it here and add it again."
                            .formatted(peer));
        }
        if (identity.retiredUs()) {
            throw new PeerRefused(
                    "%s has retired this region.".formatted(peer),
                    "To have it join again, add %s there.".formatted(here.region()));
        }
        if (known.id() == null) {
            peers.identified(peer, identity.id());
        }
    }

    private void setUp(PeerDatabase there) {
        LOG.info("{}: setting up the link from {}", here.region(), peer);
        samples.asks("the link is being set up: what is missing here is copied");
        peers.filled(peer, false);
        expected = null;
        synchronized (switching) {
            subscription.drop();
        }
        there.makeSlot(name);
        String conninfo = there.address().conninfo(CONNECTION);
        subscription.create(conninfo);
        connection = conninfo;
        orphansMayBeMissing = false;
        if (fill(there, _ -> true)) {
            peers.filled(peer, true);
        }
    }

    /**
     * Copies from the peer what is missing here: of its own events, and of those that arrive by no link of their own, as
     * their region is gone, or unknown here.
     *
     * @return whether all of it was copied
     */
    private boolean fill(PeerDatabase there, Predicate<Region> which) {
        MissingEvents missing = new MissingEvents(there.dataSource(), here.dataSource());
        Set<Region> byLinksOfTheirOwn = live.get();
        boolean whole = true;
        for (Region origin : missing.origins()) {
            if (which.test(origin) && (origin.equals(peer) || !byLinksOfTheirOwn.contains(origin))) {
                whole &= copy(missing, origin);
            }
        }
        return whole;
    }

    private boolean copy(MissingEvents missing, Region origin) {
        copying.lock();
        try {
            MissingEvents.Copied copied = missing.copy(origin, this::goesOn);
            if (copied.events() > 0) {
                LOG.info(
                        "{}: {} events of {} that were missing here were copied from {}",
                        here.region(),
                        copied.events(),
                        origin,
                        peer);
            }
            return copied.whole();
        } finally {
            copying.unlock();
        }
    }

    private boolean goesOn() {
        return !toBePaused && !closed;
    }

    /** When this returns, no more events of the peer arrive. */
    void pause() {
        synchronized (switching) {
            peers.paused(peer, true);
            toBePaused = true;
            if (subscription.status().isPresent()) {
                subscription.disable();
            }
        }
        // a copy that goes on ends with the block it is at
        copying.lock();
        copying.unlock();
        look.release();
    }

    /** Has events of the peer arrive again. */
    void resume() {
        synchronized (switching) {
            peers.paused(peer, false);
            toBePaused = false;
        }
        var _ = attempt();
        look.release();
    }

    /** Some regions have no link of their own any more: what the peer has of theirs may be missing here. */
    void lookForOrphans() {
        orphansMayBeMissing = true;
        look.release();
    }

    /** Has its status be that of now, if nobody is at work on it. */
    void refresh() {
        if (work.tryLock()) {
            try {
                var _ = attempt();
            } finally {
                work.unlock();
            }
        }
    }

    /** How it was doing when it was looked at last. */
    LinkStatus status() {
        return samples.last();
    }

    /** Has it be looked at soon. */
    void lookAgain() {
        look.release();
    }

    /** Stops looking after it; events go on arriving. */
    void close() {
        closed = true;
        look.release();
        if (!isFinishedSoon()) {
            keeper.interrupt();
            work.lock();
        }
        try {
            disconnect();
        } finally {
            work.unlock();
        }
    }

    /** An interrupt breaks connections, this region's own among them: only if whoever is at work waits for the peer. */
    private boolean isFinishedSoon() {
        try {
            return work.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes both of its ends apart, and the slot by which events of this region leave to the peer. */
    void takeApart() {
        closed = true;
        keeper.interrupt();
        work.lock();
        try {
            takeApartHere();
            takeApartThere();
        } finally {
            work.unlock();
            close();
        }
    }

    private void takeApartHere() {
        try {
            here.takeLinksApart(peer);
        } catch (RuntimeException e) {
            LOG.warn("{}: of the links with {} something is left; the next start removes it", here.region(), peer, e);
        }
    }

    private void takeApartThere() {
        try {
            PeerDatabase there = connected(peers.find(peer).orElseThrow());
            there.dropSlot(name);
            there.unpublish(peer);
        } catch (IOException | RuntimeException outOfReach) {
            LOG.warn("{}: the slot {} at {} may be left: {}", here.region(), name, peer, described(outOfReach));
        }
    }
}
