package dev.peerage.consistency;

import dev.peerage.kernel.VersionVector;
import dev.peerage.web.EntityTag;

/** An entity tag that is a resource's version: the version vector of its events, and nothing else. */
final class VersionTag {

    private VersionTag() {}

    static EntityTag of(VersionVector version) {
        return EntityTag.strong(version.toString());
    }

    /** @throws IllegalArgumentException if the header's text is no tag, or the tag no version */
    static VersionVector version(String header) {
        String strong = header.startsWith("W/") ? header.substring(2) : header;
        if (strong.length() < 2 || !strong.startsWith("\"") || !strong.endsWith("\"")) {
            throw new IllegalArgumentException("an entity tag stands in double quotes");
        }
        VersionVector version = VersionVector.parse(strong.substring(1, strong.length() - 1));
        if (version.isEmpty()) {
            throw new IllegalArgumentException("no resource has an empty version");
        }
        return version;
    }
}
