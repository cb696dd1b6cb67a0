package dev.peerage.search;

import org.hibernate.search.engine.search.sort.dsl.SortOrder;

/**
 * An order in which all that is found has one place.
 *
 * @param key which of an entry's keys it goes by
 */
record Order(String key, boolean descending) {

    /** Among those that answer a question equally well. */
    static final Order AMONG_EQUALS = new Order("byName", false);

    SortOrder direction() {
        return descending ? SortOrder.DESC : SortOrder.ASC;
    }
}
