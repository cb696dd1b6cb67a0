package dev.peerage.consistency;

import dev.peerage.eventstore.LogEnd;
import dev.peerage.eventstore.Marks;
import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.kernel.Region;
import dev.peerage.views.Views;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import org.springframework.stereotype.Component;

/** How far this region's log and views go, in tokens: those it gives, and those it is shown (adr/0016). */
@Component
class Reach {

    private final Views views;
    private final LogEnd log;
    private final Marks marks;

    Reach(Views views, LogEnd log, Marks marks) {
        this.views = views;
        this.log = log;
        this.marks = marks;
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

    /** Whether a view has all that tokens name by position. */
    boolean isIn(String view, Collection<ConsistencyToken> tokens) {
        if (tokens.isEmpty()) {
            return true;
        }
        long passed = views.position(view);
        return tokens.stream()
                .allMatch(token ->
                        has(token, () -> passed, (origin, position) -> marks.isComplete(origin, position, passed)));
    }

    /** Whether the log has all that tokens name by position. */
    boolean isInLog(Collection<ConsistencyToken> tokens) {
        return tokens.stream().allMatch(token -> has(token, log::position, marks::isComplete));
    }

    private boolean has(ConsistencyToken token, LongSupplier here, BiPredicate<Region, Long> elsewhere) {
        boolean ownGift = token.giver().filter(log.region()::equals).isPresent();
        for (Map.Entry<Region, Long> wanted : token.positions().entrySet()) {
            long position = wanted.getValue();
            boolean isOwn = wanted.getKey().equals(log.region());
            boolean isThere = position == 0
                    || (isOwn ? position <= here.getAsLong() : ownGift || elsewhere.test(wanted.getKey(), position));
            if (!isThere) {
                return false;
            }
        }
        return true;
    }
}
