package dev.peerage.simulation;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.kernel.Stamp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What happened in one run: the events that were written, which kinds of trouble there were, and, if asked, the tale. */
final class Chronicle {

    private final List<Event> written = new ArrayList<>();
    private final BitSet gone = new BitSet();
    private final Set<Happening> happenings = EnumSet.noneOf(Happening.class);
    private final boolean told;
    private final List<String> tale = new ArrayList<>();

    /** @param told whether to keep the tale, which costs more than the run itself */
    Chronicle(boolean told) {
        this.told = told;
    }

    Event write(DomainEvent domain, Stamp stamp, int place, BitSet seen) {
        Event event = Event.of(domain, stamp, place, written.size(), seen);
        written.add(event);
        return event;
    }

    Event event(int number) {
        return written.get(number);
    }

    List<Event> written() {
        return written;
    }

    /** No log has them any more: they were lost with a disk before anyone else had them. */
    void gone(BitSet numbers) {
        gone.or(numbers);
        happened(Happening.EVENT_GONE_WITH_THE_ONLY_DISK_THAT_HAD_IT, !numbers.isEmpty());
    }

    /** The numbers of the events that have to be everywhere in the end. */
    BitSet remaining() {
        BitSet remaining = new BitSet();
        remaining.set(0, written.size());
        remaining.andNot(gone);
        return remaining;
    }

    void happened(Happening happening) {
        happenings.add(happening);
    }

    void happened(Happening happening, boolean didIt) {
        if (didIt) {
            happenings.add(happening);
        }
    }

    Set<Happening> happenings() {
        return happenings;
    }

    void tell(Supplier<String> sentence) {
        if (told) {
            tale.add(sentence.get());
        }
    }

    String tale() {
        return String.join("\n", tale);
    }
}
