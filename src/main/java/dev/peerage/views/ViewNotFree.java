package dev.peerage.views;

import org.springframework.dao.ConcurrencyFailureException;

/** What was asked of a view cannot be done now, as other nodes, or those of another release, have it. */
public final class ViewNotFree extends ConcurrencyFailureException {

    ViewNotFree(String message) {
        super(message);
    }
}
