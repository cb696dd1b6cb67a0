package dev.peerage.region;

import dev.peerage.kernel.Region;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a link was found to be like, and how far behind that is: the peer is asked how many events it has written, and as
 * soon as so many are here, everything is here that it had at the time of asking.
 */
final class LinkSamples {

    /** Of an hour, at one a second. After that the lag is told from the oldest of them, which is too little. */
    private static final int MOST = 3_600;

    /** A peer that has not answered for so long is taken for gone, though its connection has not been given up yet. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The peer had written so many events at that time. */
    private record Sample(Instant at, long written) {}

    private final Region peer;
    private final InstantSource clock;
    private final Deque<Sample> outstanding = new ArrayDeque<>();
    private Instant levelAt;
    private LinkStatus last;
    private @Nullable Question question;

    private record Question(Instant since, String unanswered) {}

    LinkSamples(Region peer, InstantSource clock) {
        this.peer = peer;
        this.clock = clock;
        this.levelAt = clock.instant();
        this.last = new LinkStatus(peer.name(), LinkState.DOWN, 0, 0, 0, "not connected yet", Duration.ZERO);
    }

    synchronized LinkStatus last() {
        Question asked = question;
        if (asked != null
                && last.state() == LinkState.STREAMING
                && asked.since().plus(PATIENCE).isBefore(clock.instant())) {
            return last.down(asked.unanswered(), secondsBehind());
        }
        return last;
    }

    /**
     * The peer is asked something.
     *
     * @param unanswered what it means if there is no answer for a while
     */
    synchronized void asks(String unanswered) {
        question = new Question(clock.instant(), unanswered);
    }

    /** It has answered, or was given up. */
    synchronized void isAnswered() {
        question = null;
    }

    /** The peer answers. Returns whether the state is another one than before. */
    synchronized boolean sampled(Subscription.Status subscription, long written, long received, Duration clockOffset) {
        asked(written, received);
        String error = error(subscription);
        return is(error == null ? LinkState.STREAMING : LinkState.DOWN, written, received, error, clockOffset);
    }

    private static @Nullable String error(Subscription.Status subscription) {
        if (subscription.receiving()) {
            return null;
        }
        return subscription.failures() == 0
                ? "PostgreSQL is not connected to the peer's"
                : "PostgreSQL is not connected to the peer's, or cannot store what arrives (failed %d times): its log says why"
                        .formatted(subscription.failures());
    }

    synchronized boolean paused(long written, long received) {
        asked(written, received);
        return is(LinkState.PAUSED, written, received, null, last.clockOffset());
    }

    /** The peer does not answer, or is not one to exchange events with. */
    synchronized boolean failed(long received, String error) {
        return is(LinkState.DOWN, Math.max(last.writtenEvents(), received), received, error, last.clockOffset());
    }

    private void asked(long written, long received) {
        outstanding.add(new Sample(clock.instant(), written));
        if (outstanding.size() > MOST) {
            outstanding.remove();
        }
        while (!outstanding.isEmpty() && outstanding.element().written() <= received) {
            levelAt = outstanding.remove().at();
        }
    }

    private boolean is(LinkState state, long written, long received, @Nullable String error, Duration clockOffset) {
        boolean changed = state != last.state() || (error != null && !error.equals(last.error()));
        long lag = Math.max(0, written - received);
        boolean isLevel = lag == 0 && state != LinkState.DOWN;
        last = new LinkStatus(peer.name(), state, received, lag, isLevel ? 0 : secondsBehind(), error, clockOffset);
        return changed;
    }

    private double secondsBehind() {
        return Math.max(0, Duration.between(levelAt, clock.instant()).toMillis() / 1_000.0);
    }
}
