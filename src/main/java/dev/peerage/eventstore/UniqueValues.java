package dev.peerage.eventstore;

import java.util.HashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Values that one subject of a region may hold at a time, such as a username. A command handler says what changes
 * hands; it is checked by the database in the very statement that appends the command's events, so two commands can't
 * both get a value.
 */
public class UniqueValues {

    /** The kind of a value and the value itself, in the form in which values are compared. */
    record Key(String kind, String value) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : value.compareTo(other.value);
        }
    }

    /** What a unit of work does to one value. Either side may be absent. */
    record Handover(@Nullable String from, @Nullable String to) {}

    /**
     * For the current command: {@code subject} lets go of one value of a kind and takes another; {@code null} is none.
     */
    public void change(String kind, String subject, @Nullable String from, @Nullable String to) {
        if (from != null && from.equals(to)) {
            return;
        }
        Changes changes = Changes.of(CurrentUnitOfWork.get());
        if (from != null) {
            changes.release(new Key(kind, from), subject);
        }
        if (to != null) {
            changes.claim(new Key(kind, to), subject);
        }
    }

    /** The changes of a unit of work's commands, kept apart until the command that makes them is decided. */
    static final class Changes {

        private static final String KEY = Changes.class.getName();

        private final SequencedMap<Key, Handover> decided = new TreeMap<>();
        private final Map<Key, Handover> deciding = new HashMap<>();
        private Map<Key, String> holders = Map.of();

        static Changes of(UnitOfWork<?> unit) {
            return unit.root().getOrComputeResource(KEY, _ -> new Changes());
        }

        /**
         * What an attempt before this one has found: these subjects hold these values, as long as they don't release
         * them here.
         */
        void knowing(Map<Key, String> found) {
            holders = found;
        }

        private void release(Key key, String subject) {
            Handover before = known(key);
            if (before == null || before.to() == null) {
                deciding.put(key, new Handover(subject, null));
            } else if (before.to().equals(subject)) {
                // what this unit of work has taken itself goes back to whom it was taken from
                deciding.put(key, new Handover(before.from(), null));
            } else {
                // claimed by a command before this one, which did not know that it was held
                throw new ValuesHeld(Map.of(key, subject));
            }
        }

        private void claim(Key key, String subject) {
            Handover before = known(key);
            String holder = holders.get(key);
            String from = before == null ? null : before.from();
            boolean isHeldByOther = holder != null && !holder.equals(from) && !holder.equals(subject);
            if (isHeldByOther || (before != null && before.to() != null)) {
                throw new UniqueValueTaken(key.kind(), key.value());
            }
            // what it holds without knowing, as another region has given it another value, is claimed anew
            deciding.put(key, new Handover(subject.equals(holder) ? subject : from, subject));
        }

        private @Nullable Handover known(Key key) {
            Handover current = deciding.get(key);
            return current == null ? decided.get(key) : current;
        }

        void keep() {
            decided.putAll(deciding);
            deciding.clear();
        }

        void forget() {
            deciding.clear();
        }

        SequencedMap<Key, Handover> decided() {
            return decided;
        }
    }
}
