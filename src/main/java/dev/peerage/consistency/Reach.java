package dev.peerage.consistency;

import dev.peerage.eventstore.Deadline;
import dev.peerage.eventstore.LogEnd;
import dev.peerage.eventstore.Marks;
import dev.peerage.eventstore.OriginPosition;
import dev.peerage.eventstore.OwnPositions;
import dev.peerage.eventstore.WriteGate;
import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.kernel.Region;
import dev.peerage.views.Views;
import dev.peerage.web.Problem;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** How far this region's log and views go, in tokens: those it gives, and those it is shown (adr/0016). */
@Component
class Reach {

    private final Views views;
    private final LogEnd log;
    private final Marks marks;
    private final OwnPositions own;
    private final WriteGate gate;
    private final KnownPeers peers;
    private final LongAccumulator written = new LongAccumulator(Math::max, 0);

    Reach(Views views, LogEnd log, Marks marks, OwnPositions own, WriteGate gate, KnownPeers peers) {
        this.views = views;
        this.log = log;
        this.marks = marks;
        this.own = own;
        this.gate = gate;
        this.peers = peers;
    }

    /** Nothing is in the view that this token does not name. */
    ConsistencyToken of(String view) {
        return upTo(views.reached(view));
    }

    /** Nothing is in any view that this token does not name. */
    ConsistencyToken ofAllViews() {
        return upTo(views.reached());
    }

    /** What was written up to a position of this region's log, and all that may have been shown of other regions. */
    ConsistencyToken upTo(long position) {
        return ConsistencyToken.of(log.region(), position, log.arrived());
    }

    /** Nothing is in the log by now that this token does not name: views may not have been handed all of it yet. */
    ConsistencyToken ofLog() {
        return ConsistencyToken.of(log.region(), log.position(), log.lastPositions());
    }

    /**
     * Waits until a view has all that tokens name by position.
     *
     * @return whether it was in time
     */
    boolean awaitIn(String view, Collection<ConsistencyToken> tokens, Deadline until) {
        for (Optional<OriginPosition> next = missingIn(view, tokens);
                next.isPresent();
                next = missingIn(view, tokens)) {
            OriginPosition wanted = next.get();
            boolean came = (isOwn(wanted) || marks.await(wanted, until))
                    && views.awaitPosition(view, here(wanted).orElse(0), until);
            if (!came) {
                return false;
            }
        }
        return true;
    }

    /** Whether a view has all that tokens name by position. */
    boolean isIn(String view, Collection<ConsistencyToken> tokens) {
        return missingIn(view, tokens).isEmpty();
    }

    /** The first of what is not in the view at one moment: while one thing was waited for, the view may have been emptied. */
    private Optional<OriginPosition> missingIn(String view, Collection<ConsistencyToken> tokens) {
        long passed = views.position(view);
        return wanted(tokens)
                .filter(wanted -> here(wanted).orElse(Long.MAX_VALUE) > passed)
                .findFirst();
    }

    /**
     * Waits until the log has all that tokens name by position.
     *
     * @return whether it was in time
     */
    boolean awaitInLog(Collection<ConsistencyToken> tokens, Deadline until) {
        return wanted(tokens)
                .allMatch(wanted -> isOwn(wanted)
                        ? wanted.position() <= log.position() || views.awaitPosition(wanted.position(), until)
                        : marks.await(wanted, until));
    }

    /** What has to be here of tokens. Of one that this region gave, its own position says all. */
    private Stream<OriginPosition> wanted(Collection<ConsistencyToken> tokens) {
        return tokens.stream().flatMap(token -> {
            boolean ownGift = token.giver().filter(log.region()::equals).isPresent();
            return token.positions().entrySet().stream()
                    .map(named -> new OriginPosition(named.getKey(), named.getValue()))
                    .filter(named -> named.position() > 0 && (!ownGift || isOwn(named)));
        });
    }

    private boolean isOwn(OriginPosition named) {
        return named.origin().equals(log.region());
    }

    /** Up to which position of this region's log all of that is; empty if that is not known yet. */
    private OptionalLong here(OriginPosition wanted) {
        return isOwn(wanted) ? OptionalLong.of(own.here(wanted.position())) : marks.end(wanted);
    }

    /**
     * What is answered if what tokens name has not come in time: 503, or 400 if it never will, as no region that is known
     * here can have given them.
     */
    Problem behind(Collection<ConsistencyToken> tokens) {
        return behind(Freshness.HEADER, tokens);
    }

    /** The same of tokens that another part of the request names. */
    Problem behind(String source, Collection<ConsistencyToken> tokens) {
        return wanted(tokens)
                .flatMap(wanted -> whyNever(wanted).stream())
                .findFirst()
                .map(why -> Problem.invalid(source, why))
                .orElseGet(() -> Problem.viewBehind(Duration.ofSeconds(1)));
    }

    private Optional<String> whyNever(OriginPosition wanted) {
        if (!isOwn(wanted)) {
            return isKnown(wanted.origin())
                    ? Optional.empty()
                    : Optional.of("names a region that is not known here: " + wanted.origin());
        }
        // while it does not write, it may be about to be given back what it wrote before
        boolean isWhole = gate.closedBecause().isEmpty();
        return isWhole && !isWritten(wanted.position())
                ? Optional.of("names what this region has never written")
                : Optional.empty();
    }

    /** Of many whose time is up at once, not each asks the database. */
    private boolean isWritten(long position) {
        if (position > written.get()) {
            written.accumulate(log.position());
        }
        return position <= written.get();
    }

    private boolean isKnown(Region region) {
        return marks.knows(region) || log.arrived().containsKey(region) || peers.isPeer(region);
    }
}
