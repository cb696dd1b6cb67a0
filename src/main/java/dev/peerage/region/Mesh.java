package dev.peerage.region;

import dev.peerage.eventstore.EventCounts;
import dev.peerage.eventstore.Marks;
import dev.peerage.kernel.Region;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** This region's links from all its peers. */
final class Mesh implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Mesh.class);

    /** A peer that takes longer is told of as it was last. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ThisDatabase here;
    private final Peers peers;
    private final LateRestoration restoration;
    private final Marks marks;
    private final InstantSource clock;
    private final EventCounts counts;
    private final LinkMetrics metrics;
    private final BooleanSupplier leads;
    private final SortedMap<Region, Link> links = new ConcurrentSkipListMap<>();

    /** Not the mesh's own lock: a link calls while it is at work, for the end of which the mesh waits. */
    private final Object closing = new Object();

    private volatile boolean running;

    /** @param leads whether this node looks after the links; otherwise it looks how they are doing */
    Mesh(
            ThisDatabase here,
            Peers peers,
            LateRestoration restoration,
            Marks marks,
            InstantSource clock,
            LinkMetrics metrics,
            BooleanSupplier leads) {
        this.here = here;
        this.peers = peers;
        this.restoration = restoration;
        this.marks = marks;
        this.clock = clock;
        this.counts = new EventCounts(here.dataSource());
        this.metrics = metrics;
        this.leads = leads;
    }

    @Override
    public synchronized void start() {
        running = true;
        List<Peer> retired = peers.retired();
        retired.forEach(this::takeApart);
        peers.active().forEach(peer -> add(peer.region()));
        retired.stream().filter(Peer::complete).forEach(peer -> marks.close(peer.region()));
        if (!retired.stream().allMatch(Peer::complete)) {
            // this process may have ended before all were looked at
            links.values().forEach(Link::lookForOrphans);
            closeMarks();
        }
    }

    /** Unless that was done when it was retired: this process may have ended in the middle of it. */
    private void takeApart(Peer retired) {
        try {
            here.takeLinksApart(retired.region());
        } catch (RuntimeException e) {
            LOG.warn(
                    "{}: of the links with {}, which is retired, something is left",
                    here.region(),
                    retired.region(),
                    e);
        }
    }

    private synchronized void add(Region peer) {
        Link link = new Link(peer, here, peers, restoration, this::live, this::closeMarks, counts, clock, leads);
        links.put(peer, link);
        metrics.of(link);
        link.start();
    }

    /** Another node may have been asked to add a peer, or to retire one. */
    synchronized void look() {
        if (!running) {
            return;
        }
        Set<Region> active = peers.active().stream().map(Peer::region).collect(Collectors.toSet());
        active.stream().filter(peer -> !links.containsKey(peer)).forEach(peer -> {
            synchronized (closing) {
                marks.open(peer);
            }
            add(peer);
        });
        links.values().stream().filter(link -> !active.contains(link.peer())).forEach(this::isRetired);
        peers.retired().stream().filter(Peer::complete).forEach(peer -> marks.close(peer.region()));
    }

    /** By another node, which has taken its links apart. */
    private void isRetired(Link link) {
        links.remove(link.peer());
        metrics.forget(link);
        link.close();
        restoration.goOnWithout(link.peer());
        links.values().forEach(Link::lookForOrphans);
        closeMarks();
    }

    /** Nothing more comes of those that are retired, once all others were looked at for what they have of them. */
    private void closeMarks() {
        if (links.values().stream().noneMatch(Link::mayMissOrphans)) {
            synchronized (closing) {
                peers.retiredAreComplete();
                peers.retired().forEach(retired -> marks.close(retired.region()));
            }
        }
    }

    private Set<Region> live() {
        Set<Region> live = new HashSet<>(links.keySet());
        live.add(here.region());
        return live;
    }

    Region region() {
        return here.region();
    }

    /** The links, by their peers' names. */
    List<Link> links() {
        return List.copyOf(links.values());
    }

    /** How all links were doing when they were looked at last. */
    List<LinkStatus> lastStatus() {
        return links().stream().map(Link::status).toList();
    }

    /** How all links are doing, as of now as far as peers answer soon. */
    List<LinkStatus> status() {
        CompletableFuture.allOf(links().stream()
                        .map(link -> CompletableFuture.runAsync(link::refresh, Thread::startVirtualThread))
                        .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return lastStatus();
    }

    /** Adds a peer, or has a known one reached elsewhere. */
    synchronized void put(Region peer, String address) {
        peers.put(peer, address);
        synchronized (closing) {
            marks.open(peer);
        }
        Link link = links.get(peer);
        if (link == null) {
            add(peer);
        } else {
            link.lookAgain();
        }
    }

    /** Removes a peer for good: both ends of the links between the two go, as far as it can be reached; its events stay. */
    synchronized void retire(Link link) {
        peers.retired(link.peer());
        links.remove(link.peer());
        metrics.forget(link);
        link.takeApart();
        restoration.goOnWithout(link.peer());
        links.values().forEach(Link::lookForOrphans);
        closeMarks();
    }

    @Override
    public synchronized void stop() {
        running = false;
        links.values().forEach(Link::close);
        links.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
