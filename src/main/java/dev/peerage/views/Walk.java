package dev.peerage.views;

import dev.peerage.eventstore.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Goes through all subjects that have to do with a view, and begins again: those of the log, and then those that have rows
 * without being in the log. For one thread.
 */
final class Walk {

    private final Subjects log;
    private final List<FoldedStore<?, ?>> parts;

    /** 0 in the log, then the number of the part whose rows are gone through. */
    private int within;

    private String last = "";

    Walk(Subjects log, List<FoldedStore<?, ?>> parts) {
        this.log = log;
        this.parts = parts;
    }

    /** The next ones. No more are looked at than {@code limit}, and none past the end of all. */
    List<String> next(int limit) {
        List<String> found = new ArrayList<>();
        int left = limit;
        do {
            List<String> page = page(left);
            found.addAll(within == 0 ? page : withoutEvents(page));
            goOn(page, left);
            left -= page.size();
        } while (left > 0 && !isAtBeginning());
        return found;
    }

    private List<String> withoutEvents(List<String> page) {
        Set<String> inLog = log.changedAfter(0, page);
        return page.stream().filter(subject -> !inLog.contains(subject)).toList();
    }

    private List<String> page(int limit) {
        return within == 0
                ? log.after(last, limit)
                : parts.get(within - 1).view().subjectsAfter(last, limit);
    }

    private void goOn(List<String> page, int limit) {
        if (page.size() < limit) {
            within = (within + 1) % (parts.size() + 1);
            last = "";
        } else {
            last = page.getLast();
        }
    }

    /** Whether all have been gone through. */
    boolean isAtBeginning() {
        return within == 0 && last.isEmpty();
    }
}
