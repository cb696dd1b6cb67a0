package dev.peerage.views;

import dev.peerage.eventstore.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/** The log as far as another view has handled it. */
final class FollowingSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private final StreamableMessageSource<TrackedEventMessage<?>> log;
    private final ViewProcessor ahead;

    FollowingSource(StreamableMessageSource<TrackedEventMessage<?>> log, ViewProcessor ahead) {
        this.log = log;
        this.ahead = ahead;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken after) {
        return new FollowingStream(log.openStream(after), ahead);
    }

    @Override
    public TrackingToken createHeadToken() {
        return log.createHeadToken();
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
        return log.createTailToken();
    }

    /** For one thread. */
    private static final class FollowingStream implements BlockingStream<TrackedEventMessage<?>> {

        private final BlockingStream<TrackedEventMessage<?>> stream;
        private final ViewProcessor ahead;
        private long handled;
        private long replays;

        FollowingStream(BlockingStream<TrackedEventMessage<?>> stream, ViewProcessor ahead) {
            this.stream = stream;
            this.ahead = ahead;
        }

        private static long position(TrackedEventMessage<?> event) {
            return event.trackingToken().position().orElse(0);
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return stream.peek().filter(this::isHandled);
        }

        /** Where the other one is, is asked for only beyond where it was seen since it was last emptied. */
        private boolean isHandled(TrackedEventMessage<?> event) {
            long position = position(event);
            if (position > handled || ahead.progress().lastSeenReplays() != replays) {
                replays = ahead.progress().lastSeenReplays();
                handled = ahead.progress().lastSeenPosition();
            }
            return position <= handled;
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            Deadline until = Deadline.in(Duration.of(timeout, unit.toChronoUnit()));
            return stream.hasNextAvailable(timeout, unit)
                    && stream.peek()
                            .filter(event -> isHandled(event) || isHandledBy(event, until))
                            .isPresent();
        }

        private boolean isHandledBy(TrackedEventMessage<?> event, Deadline until) {
            return ahead.following().await(position(event), () -> isHandled(event), until);
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            while (!hasNextAvailable(1, TimeUnit.MINUTES)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return stream.nextAvailable();
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
