package dev.peerage.region;

import dev.peerage.kernel.Region;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of a link is worth a line in the log: that something has changed, and no alarm about what has not begun yet. */
final class LinkNews {

    private static final Logger LOG = LoggerFactory.getLogger(LinkNews.class);

    private final Region here;
    private final Region peer;
    private boolean hasArrived;

    LinkNews(Region here, Region peer) {
        this.here = here;
        this.peer = peer;
    }

    void isSetUp() {
        LOG.info("{}: setting up the link from {}", here, peer);
    }

    /** It was looked at, and is in another state than before. */
    void is(LinkStatus status) {
        switch (status.state()) {
            case STREAMING -> {
                hasArrived = true;
                LOG.info("{}: events of {} arrive", here, peer);
            }
            case PAUSED -> LOG.info("{}: events of {} do not arrive, the link is paused", here, peer);
            case DOWN -> LOG.warn("{}: events of {} do not arrive: {}", here, peer, status.error());
        }
    }

    /** It could not be looked at, for another reason than before. */
    void failed(Exception failure) {
        if (hasArrived || failure instanceof PeerRefused) {
            LOG.warn("{}: events of {} do not arrive: {}", here, peer, described(failure));
        } else {
            LOG.info("{} waits for {}: {}", here, peer, described(failure));
        }
    }

    /** Something that should have been done was not, and does harm until it is. */
    void left(String what, Exception failure) {
        LOG.warn("{}: {} (peer {}): {}", here, what, peer, described(failure));
    }

    /** By the innermost message: what is around it says that something has failed, and not what. */
    static String described(Throwable failure) {
        String described = String.valueOf(failure.getMessage());
        if (!(failure instanceof PeerRefused)) {
            for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
                described = cause.getMessage() == null ? described : cause.getMessage();
            }
        }
        return described;
    }
}
