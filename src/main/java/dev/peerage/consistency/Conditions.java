package dev.peerage.consistency;

import dev.peerage.eventstore.Precondition;
import dev.peerage.kernel.VersionVector;
import dev.peerage.web.EntityTag;
import dev.peerage.web.EntityTags;
import dev.peerage.web.Preconditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the conditions of a write (RFC 9110 §13) conditions on the version of its subject's events. */
final class Conditions {

    private Conditions() {}

    static Precondition of(Preconditions headers) {
        List<Precondition> all = new ArrayList<>();
        headers.ifMatch()
                .ifPresent(tags -> all.add(
                        switch (tags) {
                            case EntityTags.Any() -> new Precondition.Present();
                            case EntityTags.Listed(List<EntityTag> listed) ->
                                new Precondition.AtVersion(versions(listed.stream()
                                        .filter(tag -> !tag.weak())
                                        .toList()));
                        }));
        headers.ifNoneMatch()
                .ifPresent(tags -> all.add(
                        switch (tags) {
                            case EntityTags.Any() -> new Precondition.Absent();
                            case EntityTags.Listed(List<EntityTag> listed) ->
                                new Precondition.NotAtVersion(versions(listed));
                        }));
        return all.isEmpty() ? Precondition.NONE : new Precondition.All(all);
    }

    /** A tag that is no version matches none. */
    private static Set<VersionVector> versions(List<EntityTag> tags) {
        return tags.stream()
                .flatMap(tag -> {
                    try {
                        return Stream.of(VersionVector.parse(tag.opaque()));
                    } catch (IllegalArgumentException _) {
                        return Stream.empty();
                    }
                })
                .collect(Collectors.toUnmodifiableSet());
    }
}
