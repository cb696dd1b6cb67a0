package dev.peerage.audit;

import dev.peerage.eventstore.EventFilter;

/**
 * Which events are asked for. As a parameter of a controller's method it is read from the query, see {@link AuditQuery}.
 *
 * @param list what makes the list of these events another one than those of others
 */
record AuditFilter(EventFilter events, String list) {}
