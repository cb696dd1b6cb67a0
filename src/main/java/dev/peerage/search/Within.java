package dev.peerage.search;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Those among whom is searched, as somebody else knows them: the members of a group. */
public interface Within {

    /** Their ids; empty if they are more. */
    Optional<Set<String>> all(int most);

    /** Those of the ids that are among them. */
    Set<String> of(Collection<String> ids);
}
