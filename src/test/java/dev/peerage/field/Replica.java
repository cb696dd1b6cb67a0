package dev.peerage.field;

import java.util.Set;

/**
 * One region's copy of a group, in one of the systems that are compared.
 *
 * @param <E> the event that is stored and shipped to the other regions
 */
interface Replica<E> {

    /** Adds or removes a member as this region knows the group; applied here when it returns. */
    E write(History.Operation operation);

    /** Applies another region's event, which comes once, after all events which that region wrote before it. */
    void receive(E event);

    Set<String> members();
}
