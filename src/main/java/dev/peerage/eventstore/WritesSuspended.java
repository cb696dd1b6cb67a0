package dev.peerage.eventstore;

import org.springframework.dao.DataAccessResourceFailureException;

/** This region does not write for now. Nothing was written. */
public final class WritesSuspended extends DataAccessResourceFailureException {

    private static final long serialVersionUID = 1;

    WritesSuspended(String why) {
        super(why);
    }
}
