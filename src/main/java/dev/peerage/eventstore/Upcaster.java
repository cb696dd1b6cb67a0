package dev.peerage.eventstore;

import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the payload of an event as one revision has it into what the next revision has. The log is never rewritten: whatever
 * was written in older revisions is read through these (adr/0025). Has a constructor without parameters.
 */
public interface Upcaster {

    /**
     * The payload in the next revision.
     *
     * @param payload may be changed, and returned
     */
    ObjectNode upcast(ObjectNode payload);
}
