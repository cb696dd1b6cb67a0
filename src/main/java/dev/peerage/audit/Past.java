package dev.peerage.audit;

import dev.peerage.audit.AuditEntry.Change;
import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.StoredEvent;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.VersionVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The past of one resource. An event is judged by what its writer had seen: before it, the resource was the fold of the
 * events that its stamp covers, and no others, whatever else was written at the same time or has arrived since.
 *
 * <p>What a region has seen of a resource only grows from one of its events to the next. So the events of one region are
 * gone through in their order, with a state that grows along: for each region every event is folded about once, however
 * many are asked about and however concurrent they are. Should a region have seen less than it had before, as may be after
 * it was restored, it is begun anew.
 */
final class Past<E extends DomainEvent, S> {

    private final AuditedResource<E, S> resource;
    private final Function<StoredEvent, Optional<DomainEvent>> reader;
    private final Map<Region, NavigableMap<Long, StoredEvent>> streams = new HashMap<>();

    /**
     * @param stream all events of the resource that are known, in any order
     * @param reader reads one; empty if this release cannot
     */
    Past(
            AuditedResource<E, S> resource,
            List<StoredEvent> stream,
            Function<StoredEvent, Optional<DomainEvent>> reader) {
        this.resource = resource;
        this.reader = reader;
        for (StoredEvent event : stream) {
            Dot dot = event.stamp().dot();
            streams.computeIfAbsent(dot.region(), _ -> new TreeMap<>()).put(dot.sequence(), event);
        }
    }

    /** What each of the events changed; nothing, if this release cannot read it. */
    Map<Dot, List<Change>> changes(List<StoredEvent> wanted) {
        Map<Dot, List<Change>> changes = new HashMap<>();
        wanted.stream()
                .collect(Collectors.groupingBy(event -> event.stamp().dot().region()))
                .values()
                .forEach(ofRegion -> changesOfRegion(ofRegion, changes));
        return changes;
    }

    private void changesOfRegion(List<StoredEvent> wanted, Map<Dot, List<Change>> changes) {
        List<StoredEvent> inOrder = new ArrayList<>(wanted);
        inOrder.sort(Comparator.comparing(event -> event.stamp().dot()));
        Seen before = new Seen(VersionVector.none(), resource.none());
        for (StoredEvent event : inOrder) {
            before = before.grownTo(event.stamp().seen());
            Seen after = before.with(event);
            changes.put(event.stamp().dot(), difference(before.shown(), after.shown()));
            before = after;
        }
    }

    /** A version of the resource, and what it was then. */
    private final class Seen {

        private final VersionVector version;
        private final S state;

        Seen(VersionVector version, S state) {
            this.version = version;
            this.state = state;
        }

        /** The same with what another version has more; the other version alone, if it has not all of this one. */
        Seen grownTo(VersionVector later) {
            if (!later.covers(version)) {
                return new Seen(VersionVector.none(), resource.none()).grownTo(later);
            }
            S grown = state;
            for (Map.Entry<Region, Long> upTo : later.entries().entrySet()) {
                NavigableMap<Long, StoredEvent> stream = streams.getOrDefault(upTo.getKey(), new TreeMap<>());
                for (StoredEvent event : stream.subMap(version.get(upTo.getKey()), false, upTo.getValue(), true)
                        .values()) {
                    grown = folded(grown, event);
                }
            }
            return new Seen(later, grown);
        }

        /** One event later; its writer had seen all those before it in its stream. */
        Seen with(StoredEvent event) {
            return new Seen(version.with(event.stamp().dot()), folded(state, event));
        }

        SequencedMap<String, @Nullable Object> shown() {
            return resource.fields().apply(state);
        }
    }

    private S folded(S state, StoredEvent event) {
        return reader.apply(event)
                .filter(resource.events()::isInstance)
                .map(resource.events()::cast)
                .map(read -> resource.fold().with(state, read, event.stamp()))
                .orElse(state);
    }

    private static List<Change> difference(
            SequencedMap<String, @Nullable Object> before, SequencedMap<String, @Nullable Object> after) {
        SequencedSet<String> fields = new LinkedHashSet<>(before.keySet());
        fields.addAll(after.keySet());
        return fields.stream()
                .filter(field -> !Objects.equals(before.get(field), after.get(field)))
                .map(field -> new Change(field, before.get(field), after.get(field)))
                .toList();
    }
}
