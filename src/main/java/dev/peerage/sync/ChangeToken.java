package dev.peerage.sync;

import dev.peerage.kernel.OriginPositions;
import dev.peerage.kernel.Region;
import dev.peerage.web.Cursor;
import dev.peerage.web.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far a consumer has come: it has what every subject was made of by the events up to a position of each region, and
 * perhaps more. As regions' own positions mean the same everywhere, so does the token, and it never expires (adr/0017).
 *
 * @param reached the positions
 * @param owed subjects that a view had stopped at (adr/0008) when it was asked: the consumer has what it showed of them, and
 *     has to be told when they go on, as no event will say so; if they were too many, it is told of everything again
 * @param place where it is between two pages; {@code null} if it has all of what it has reached, and nothing behind it
 */
record ChangeToken(
        OriginPositions reached,
        SortedSet<String> owed,
        @Nullable Place place) {

    private static final String LIST = "changes";
    private static final String EVERYTHING = "everything";
    private static final String EVENT = "event";

    /** Stands for all that are owed, when they are too many to be named. */
    private static final String ANY = "*";

    private static final int MOST_OWED = 50;

    /** A cursor of 4,096 has room for these, for the longest place, and for positions of many regions. */
    private static final int MOST_OWED_CHARACTERS = 1_500;

    /** What is under way. */
    sealed interface Place {}

    /**
     * Getting everything: it has it up to this resource. Of what changes meanwhile it learns afterwards, as it has reached
     * only what was there when it began.
     */
    record InEverything(Resource last) implements Place {}

    /**
     * Within an event, the next one of its region.
     *
     * @param last the last one it has of the resources that the event affects; {@code null} if only that which the event is
     *     about
     */
    record WithinEvent(
            Region origin, long position, @Nullable Resource last) implements Place {}

    /** What is owed, as a token has room for it. */
    static SortedSet<String> owing(Collection<String> subjects) {
        int characters = subjects.stream().mapToInt(String::length).sum();
        boolean areTooMany = subjects.size() > MOST_OWED || characters > MOST_OWED_CHARACTERS;
        return new TreeSet<>(areTooMany || subjects.contains(ANY) ? List.of(ANY) : subjects);
    }

    /** Whether any subject may be owed. */
    static boolean isAny(SortedSet<String> owed) {
        return owed.contains(ANY);
    }

    /** What a view must have to go on from here. */
    OriginPositions needed() {
        return place instanceof WithinEvent event ? reached.with(event.origin(), event.position()) : reached;
    }

    /** Whether the consumer has everything up to there, but for what it is owed. */
    boolean hasAll(OriginPositions complete) {
        return place == null && reached.covers(complete);
    }

    /** Opaque and URL-safe. */
    String encoded() {
        List<String> key = new ArrayList<>(List.of(reached.encode(), String.join(" ", owed)));
        switch (place) {
            case null -> {}
            case InEverything(Resource last) -> key.addAll(List.of(EVERYTHING, last.type(), last.id()));
            case WithinEvent(Region origin, long position, Resource last) -> {
                key.addAll(List.of(
                        EVENT, OriginPositions.none().with(origin, position).encode()));
                if (last != null) {
                    key.addAll(List.of(last.type(), last.id()));
                }
            }
        }
        return Cursor.of(LIST, key.toArray(String[]::new)).encoded();
    }

    /** The resource that was told of last, of what is under way. */
    private Optional<Resource> last() {
        return switch (place) {
            case InEverything everything -> Optional.of(everything.last());
            case WithinEvent event -> Optional.ofNullable(event.last());
            case null -> Optional.empty();
        };
    }

    /** @throws Problem 400 that names the parameter, if it is no token of changes */
    static ChangeToken decode(String parameter, String encoded, Types types) {
        Cursor cursor = Cursor.decode(parameter, encoded);
        try {
            List<String> key = key(cursor);
            ChangeToken token = new ChangeToken(OriginPositions.decode(key.get(0)), subjects(key.get(1)), place(key));
            boolean known = token.last().map(last -> types.knows(last.type())).orElse(true)
                    && (token.owed().equals(owing(List.of(ANY)))
                            || token.owed().stream()
                                    .allMatch(subject ->
                                            types.knows(Resource.of(subject).type())));
            if (known && token.encoded().equals(encoded)) {
                return token;
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw Cursor.malformed(parameter);
    }

    private static List<String> key(Cursor cursor) {
        if (!cursor.list().equals(LIST) || cursor.key().size() < 2) {
            throw new IllegalArgumentException("a cursor of " + cursor.list());
        }
        return cursor.key();
    }

    private static SortedSet<String> subjects(String joined) {
        return joined.isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(joined.split(" ")));
    }

    private static @Nullable Place place(List<String> key) {
        return switch (key.size()) {
            case 2 -> null;
            case 4 -> withinEvent(key.get(3), null);
            case 5 -> new InEverything(new Resource(key.get(3), key.get(4)));
            case 6 -> withinEvent(key.get(3), new Resource(key.get(4), key.get(5)));
            default -> throw new IllegalArgumentException("a key of " + key.size());
        };
    }

    private static WithinEvent withinEvent(String event, @Nullable Resource last) {
        SortedMap<Region, Long> place = OriginPositions.decode(event).asMap();
        if (place.size() != 1) {
            throw new IllegalArgumentException("not one event: " + place);
        }
        return new WithinEvent(place.firstKey(), place.values().iterator().next(), last);
    }
}
