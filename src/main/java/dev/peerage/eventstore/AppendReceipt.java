package dev.peerage.eventstore;

import org.axonframework.messaging.unitofwork.UnitOfWork;

/** Where a unit of work's events went. */
final class AppendReceipt {

    private static final String KEY = AppendReceipt.class.getName();

    private long position;

    static AppendReceipt of(UnitOfWork<?> unit) {
        return unit.root().getOrComputeResource(KEY, _ -> new AppendReceipt());
    }

    void record(long last) {
        position = Math.max(position, last);
    }

    long position() {
        return position;
    }
}
