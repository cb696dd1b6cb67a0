package dev.peerage.region;

import dev.peerage.database.StartRefused;
import dev.peerage.eventstore.LogPreparation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/**
 * Takes back, before anything is read or written, what this region has written and its log no longer has: it was
 * restored from a backup that is older than what its peers hold. Otherwise it would give a second event the name of one
 * that they have, and one of the two would be lost.
 *
 * <p>That a peer holds an event of this region which its own log has not tells of it, and so does that the database
 * is in another place than at its last start. In the second case each peer has to be asked before the region starts; in
 * the first those that can be reached now.
 */
final class Restoration implements LogPreparation {

    private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ThisDatabase here;
    private final Peers peers;
    private final RegionProperties properties;

    Restoration(ThisDatabase here, Peers peers, RegionProperties properties) {
        this.here = here;
        this.peers = peers;
        this.properties = properties;
    }

    /** @throws StartRefused if a peer has to be asked and cannot be reached */
    @Override
    public void prepare() {
        peers.remember();
        String place = here.place();
        boolean restored = properties.restored() == null
                ? here.lastPlace().filter(last -> !last.equals(place)).isPresent()
                : properties.restored();
        List<PeerDatabase> reached = new ArrayList<>();
        try {
            for (Peer peer : peers.active()) {
                reach(peer, restored).ifPresent(reached::add);
            }
            if (restored || reached.stream().anyMatch(this::isMissingAnyHeldBy)) {
                takeBack(reached);
                here.hasTakenBack();
            }
            here.isAt(place);
        } finally {
            reached.forEach(PeerDatabase::close);
        }
    }

    /** If it must be asked, it is waited for. */
    private Optional<PeerDatabase> reach(Peer peer, boolean mustBeAsked) {
        Duration patience = mustBeAsked ? properties.databaseWait() : Duration.ZERO;
        RetryTemplate attempts = new RetryTemplate(RetryPolicy.builder()
                .maxRetries(patience.dividedBy(PAUSE))
                .delay(PAUSE)
                .build());
        try {
            return Optional.of(attempts.execute(() -> identified(peer)));
        } catch (RetryException failed) {
            String why =
                    NestedExceptionUtils.getMostSpecificCause(failed.getCause()).getMessage();
            if (mustBeAsked) {
                throw new StartRefused(
                        "This database comes from a backup, or was moved, and %s cannot be asked for what is missing in it: %s"
                                .formatted(peer.region(), why),
                        "Start again when %s can be reached. If it is gone for good, retire it, or take it out of peerage.peers;"
                                        .formatted(peer.region())
                                + " if the database was only moved, start once with peerage.restored=false.",
                        failed);
            }
            LOG.debug("{} is not asked for events of this region", peer.region(), failed.getCause());
            return Optional.empty();
        }
    }

    private PeerDatabase identified(Peer peer) throws IOException {
        PeerDatabase database = PeerDatabase.at(peer.address().orElseThrow().resolve(), here.region());
        try {
            database.identify(peer.region(), here.region(), here.id(), here.schema());
            return database;
        } catch (IOException | RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    /** Whether the last event that the peer has of this region is not in its own log: cheap, to be asked all the time. */
    boolean isMissingLastHeldBy(PeerDatabase peer) {
        LastEvent last = peer.lastEventOf(here.region()).orElse(null);
        return last != null && !here.has(last) && here.isSettledSoon() && !here.has(last);
    }

    /** Whether any event that the peer has of this region is not in its own log; compares the logs. */
    boolean isMissingAnyHeldBy(PeerDatabase peer) {
        return new MissingEvents(peer.dataSource(), here.dataSource()).areAny(here.region(), here::isSettledSoon);
    }

    private void takeBack(List<PeerDatabase> reached) {
        forgetLinks();
        for (PeerDatabase peer : reached) {
            try {
                copyFrom(peer);
            } catch (PeerRefused writtenTwice) {
                throw new StartRefused(
                        "The database %s holds other events of %s than this one. %s"
                                .formatted(peer.address(), here.region(), writtenTwice.getMessage()),
                        "Keep the database that holds the events to go on with, and make the other one anew.",
                        writtenTwice);
            }
        }
    }

    /**
     * Links are made anew, as neither side of them knows any more what the other has. First of all the slots go, so that
     * no peer takes from them what it believes to have already.
     */
    void forgetLinks() {
        LOG.warn("{}: the database comes from a backup; taking back what its peers hold of it", here.region());
        here.isBeingRestored();
        here.takeLinksApart();
        peers.noneIsFilled();
    }

    /** @throws PeerRefused if the two hold different events of one name */
    void copyFrom(PeerDatabase peer) {
        peer.lastEventOf(here.region()).ifPresent(last -> here.goPast(last.position()));
        long copied = new MissingEvents(peer.dataSource(), here.dataSource())
                .copy(here.region(), () -> true)
                .events();
        LOG.warn("{}: {} events of its own were taken back from {}", here.region(), copied, peer.address());
    }
}
