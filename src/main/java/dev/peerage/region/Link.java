package dev.peerage.region;

import dev.peerage.eventstore.EventCounts;
import dev.peerage.kernel.Region;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

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

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Region peer;
    private final ThisDatabase here;
    private final Peers peers;
    private final Supplier<Set<Region>> live;
    private final EventCounts counts;
    private final InstantSource clock;
    private final LinkName name;
    private final Arrival arrival;
    private final Filling filling;
    private final LinkNews news;
    private final LinkSamples samples;
    private final LinkDiagnosis diagnosis;
    private final BooleanSupplier leads;
    private final PeerConnection connection;

    private final ReentrantLock work = new ReentrantLock();
    private final Keeper keeper;
    private volatile boolean closed;

    /**
     * @param live the regions whose events arrive by links of their own
     * @param orphansAreHere called when the peer was looked at for what it has of others
     * @param counts of this region's log
     * @param leads whether this node looks after the link; otherwise it looks how it is doing
     */
    Link(
            Region peer,
            ThisDatabase here,
            Peers peers,
            LateRestoration restoration,
            Supplier<Set<Region>> live,
            Runnable orphansAreHere,
            EventCounts counts,
            InstantSource clock,
            BooleanSupplier leads) {
        this.peer = peer;
        this.here = here;
        this.peers = peers;
        this.live = live;
        this.counts = counts;
        this.clock = clock;
        this.name = new LinkName(peer, here.region());
        this.arrival = new Arrival(name, here, peers);
        this.filling = new Filling(peer, here, peers, arrival, live, orphansAreHere);
        this.news = new LinkNews(here.region(), peer);
        this.samples = new LinkSamples(peer, clock);
        this.leads = leads;
        this.diagnosis = new LinkDiagnosis(name);
        this.connection = new PeerConnection(peer, here, peers, restoration);
        this.keeper = new Keeper("link from " + peer, this::attempt);
    }

    Region peer() {
        return peer;
    }

    void start() {
        keeper.start();
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
            connection.disconnect();
            if (closed) {
                return false;
            }
            if (failure instanceof PeerRefused && leads.getAsBoolean()) {
                stopArriving();
            }
            if (samples.failed(receivedUnlessOutOfReach(), LinkNews.described(failure))) {
                news.failed(failure);
            }
            return false;
        } finally {
            samples.isAnswered();
            work.unlock();
        }
    }

    private void tell(boolean changed) {
        if (changed) {
            news.is(samples.last());
        }
    }

    private void look() throws IOException {
        Peer known = peers.find(peer).orElseThrow();
        if (!leads.getAsBoolean()) {
            watch(known);
            return;
        }
        arrival.isAsNoted();
        if (known.retired()) {
            // by another node; this one hears of it
            return;
        }
        if (known.paused()) {
            arrival.stayPaused();
            tell(samples.paused(written(known), received()));
            return;
        }
        PeerDatabase there = connection.connected(known);
        if (mustBeSetUp(there)) {
            setUp(there);
        }
        if (filling.isDone() || fill(there)) {
            filling.orphans(there);
            arrival.reach(there);
            arrival.enable();
        }
        tell(sample(there));
    }

    /** Another node looks after it. */
    private void watch(Peer known) throws IOException {
        if (known.paused()) {
            tell(samples.paused(written(known), received()));
            return;
        }
        PeerDatabase there = connection.watching(known);
        if (arrival.status().isEmpty()) {
            throw new IOException("the node that looks after the link has not set it up yet");
        }
        tell(sample(there));
    }

    private boolean mustBeSetUp(PeerDatabase there) {
        Subscription.Status status = arrival.status().orElse(null);
        return status == null
                || !there.hasSlot(name)
                || diagnosis.isMissingEvents(there, received())
                || diagnosis.isStuck(status);
    }

    private void setUp(PeerDatabase there) {
        news.isSetUp();
        diagnosis.forget();
        arrival.beginAnew(there);
    }

    private boolean fill(PeerDatabase there) {
        samples.asks("the link is being set up: what is missing here is copied");
        return filling.all(there);
    }

    /** What comes from there is not to be stored: it may be of a release whose events this one cannot read. */
    private void stopArriving() {
        try {
            arrival.stop();
        } catch (RuntimeException notNow) {
            news.left("its events may still arrive", notNow);
        }
    }

    /** Of a peer that is out of reach as many as were known last. */
    private long written(Peer known) {
        try {
            PeerDatabase there = leads.getAsBoolean() ? connection.connected(known) : connection.watching(known);
            return there.counts().getOrDefault(peer, 0L);
        } catch (IOException | RuntimeException _) {
            connection.disconnect();
            return samples.last().writtenEvents();
        }
    }

    private boolean sample(PeerDatabase there) {
        here.tellClock(clock);
        Subscription.Status status = arrival.status().orElseThrow();
        Map<Region, Long> theirs = there.counts();
        Map<Region, Long> ours = counts.now();
        if (diagnosis.areOrphansBehind(theirs, ours, live.get())) {
            filling.orphansMayBeMissing();
        }
        long written = theirs.getOrDefault(peer, 0L);
        long received = ours.getOrDefault(peer, 0L);
        diagnosis.expect(there, written, received);
        return samples.sampled(status, written, received, there.clockOffset(clock));
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

    /** When this returns, no more events of the peer arrive. */
    void pause() {
        arrival.pause();
        keeper.lookAgain();
    }

    /** Has events of the peer arrive again. */
    void resume() {
        arrival.resume();
        joinSoon(Thread.startVirtualThread(this::attempt));
    }

    /** What was missed may take long to arrive; whoever has asked for it need not wait for that. */
    private static void joinSoon(Thread thread) {
        try {
            var _ = thread.join(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Some regions have no link of their own any more: what the peer has of theirs may be missing here. */
    void lookForOrphans() {
        filling.orphansMayBeMissing();
        keeper.lookAgain();
    }

    /** Whether it is still to be looked for them. */
    boolean mayMissOrphans() {
        return filling.mayOrphansBeMissing() || !filling.isDone();
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
        keeper.lookAgain();
    }

    /** Stops looking after it; events go on arriving. */
    void close() {
        end();
        if (!isLockedSoon()) {
            keeper.interrupt();
            work.lock();
        }
        try {
            connection.disconnect();
        } finally {
            work.unlock();
        }
    }

    private void end() {
        closed = true;
        keeper.close();
        arrival.close();
    }

    /**
     * Whether nobody is at work any more, and nobody will be. An interrupt breaks connections, this region's own among them:
     * it is for those alone who wait for the peer.
     */
    private boolean isLockedSoon() {
        try {
            return work.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes both of its ends apart, and the slot by which events of this region leave to the peer. */
    void takeApart() {
        end();
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
            news.left("of the links something is left; the next start removes it", e);
        }
    }

    private void takeApartThere() {
        try {
            PeerDatabase there = connection.connected(peers.find(peer).orElseThrow());
            there.dropSlot(name);
            there.unpublish(peer);
        } catch (IOException | RuntimeException outOfReach) {
            news.left("the slot %s there may be left".formatted(name), outOfReach);
        }
    }
}
