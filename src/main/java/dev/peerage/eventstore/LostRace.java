package dev.peerage.eventstore;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;

/** Another append went first. Nothing was written; decided anew, the commands may succeed or be refused. */
abstract sealed class LostRace extends ConcurrencyFailureException permits StreamMovedOn, ValuesHeld, AppendUndone {

    LostRace(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What this has taught about who holds which value. */
    Map<UniqueValues.Key, List<Holder>> holders() {
        return Map.of();
    }
}
