package dev.peerage.consistency;

import dev.peerage.kernel.Region;
import dev.peerage.web.EntityTag;
import java.util.OptionalLong;

/**
 * An entity tag of all resources of a kind: up to which position of a region's log they were shown, such as {@code eu@4711}.
 * It means something in that region alone, and is no version of a resource.
 */
final class CollectionTag {

    private static final char AT = '@';

    private CollectionTag() {}

    static EntityTag of(Region region, long position) {
        return EntityTag.strong(region.name() + AT + position);
    }

    /** The position, if it is a tag that the region can have given. */
    static OptionalLong position(EntityTag tag, Region region) {
        String before = region.name() + AT;
        if (tag.weak() || !tag.opaque().startsWith(before)) {
            return OptionalLong.empty();
        }
        try {
            long position = Long.parseLong(tag.opaque().substring(before.length()));
            return of(region, position).equals(tag) && position >= 0 ? OptionalLong.of(position) : OptionalLong.empty();
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}
