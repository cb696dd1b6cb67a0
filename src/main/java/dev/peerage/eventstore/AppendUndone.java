package dev.peerage.eventstore;

/** PostgreSQL undid the append so that another one could go on: they waited for each other. */
final class AppendUndone extends LostRace {

    AppendUndone(Throwable cause) {
        super("the append was undone in favour of another", cause);
    }
}
