package dev.peerage.eventstore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks the log, which is never behind, which values holders show. Reads all their events: for conflicts alone. */
final class HoldersInLog {

    private final EventLog log;
    private final EventCodec codec;
    private final List<ShownValues<?>> rules;

    HoldersInLog(EventLog log, EventCodec codec, List<ShownValues<?>> rules) {
        this.log = log;
        this.codec = codec;
        this.rules = List.copyOf(rules);
    }

    /** Those of the holders that do not show their value any more. */
    Map<UniqueValues.Key, List<Holder>> former(Map<UniqueValues.Key, List<Holder>> holders) {
        if (rules.isEmpty()) {
            return Map.of();
        }
        Set<String> subjects = holders.values().stream()
                .flatMap(Collection::stream)
                .map(Holder::subject)
                .collect(Collectors.toSet());
        if (subjects.isEmpty()) {
            return Map.of();
        }
        Map<String, List<StoredEvent>> streams = log.streams(subjects);
        Map<UniqueValues.Key, List<Holder>> former = new HashMap<>();
        holders.forEach((key, ofValue) -> ofValue.forEach(holder -> {
            if (!mayShow(streams.getOrDefault(holder.subject(), List.of()), key)) {
                former.computeIfAbsent(key, _ -> new ArrayList<>()).add(holder);
            }
        }));
        return former;
    }

    /** What a subject shows, by kind; nothing of one that cannot be read. */
    Map<String, String> shown(List<StoredEvent> stream) {
        Map<String, String> shown = new HashMap<>();
        try {
            DomainEvent first = codec.read(stream.getFirst());
            rules.stream()
                    .filter(rule -> rule.events().isInstance(first))
                    .forEach(rule -> shown.putAll(shown(rule, stream)));
        } catch (UnreadableEvent _) {
            return Map.of();
        }
        return shown;
    }

    /** Whoever cannot be judged, keeps what it has. */
    private boolean mayShow(List<StoredEvent> stream, UniqueValues.Key key) {
        if (stream.isEmpty()) {
            return true;
        }
        try {
            DomainEvent first = codec.read(stream.getFirst());
            return rules.stream()
                    .filter(rule -> rule.events().isInstance(first))
                    .allMatch(rule -> key.value().equals(shown(rule, stream).get(key.kind())));
        } catch (UnreadableEvent _) {
            return true;
        }
    }

    private <E extends DomainEvent> Map<String, String> shown(ShownValues<E> rule, List<StoredEvent> stream) {
        return rule.of(stream.stream()
                .map(event -> new StampedEvent<>(rule.events().cast(codec.read(event)), event.stamp()))
                .toList());
    }
}
