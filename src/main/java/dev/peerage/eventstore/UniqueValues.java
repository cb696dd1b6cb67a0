package dev.peerage.eventstore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    /**
     * What a unit of work does to one value.
     *
     * @param from who lets go of it: several, if regions gave it to each
     * @param former who lost it by another region's write, which the tables do not know yet
     * @param to who takes it, if anybody does
     */
    record Handover(
            Set<String> from, List<Holder> former, @Nullable String to) {

        Handover(@Nullable String from, @Nullable String to) {
            this(from == null ? Set.of() : Set.of(from), List.of(), to);
        }

        private static final Handover NONE = new Handover(null, null);

        private Handover releasedBy(String subject) {
            Set<String> all = new TreeSet<>(from);
            all.add(subject);
            return new Handover(all, former, null);
        }
    }

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
        private KnownHolders holders = new KnownHolders();

        static Changes of(UnitOfWork<?> unit) {
            return unit.root().getOrComputeResource(KEY, _ -> new Changes());
        }

        /** What attempts before this one have found, as long as nobody releases a value here. */
        void knowing(KnownHolders found) {
            holders = found;
        }

        private void release(Key key, String subject) {
            Handover before = known(key);
            if (before.to() == null) {
                deciding.put(key, before.releasedBy(subject));
            } else if (before.to().equals(subject)) {
                // what this unit of work has taken itself goes back to whom it was taken from
                deciding.put(key, new Handover(before.from(), before.former(), null));
            } else {
                // claimed by a command before this one, which did not know that it was held
                throw new ValuesHeld(Map.of(key, List.of(new Holder(subject, ""))));
            }
        }

        private void claim(Key key, String subject) {
            Handover before = known(key);
            boolean isHeldByOther = holders.showing(key).stream()
                    .anyMatch(holder -> !before.from().contains(holder) && !holder.equals(subject));
            if (isHeldByOther || before.to() != null) {
                throw new UniqueValueTaken(key.kind(), key.value());
            }
            Set<String> from = before.from();
            if (holders.showing(key).contains(subject)) {
                // what it holds without knowing, as another region has given it another value, is claimed anew
                from = before.releasedBy(subject).from();
            }
            deciding.put(key, new Handover(from, holders.former(key), subject));
        }

        private Handover known(Key key) {
            Handover current = deciding.get(key);
            return current == null ? decided.getOrDefault(key, Handover.NONE) : current;
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
