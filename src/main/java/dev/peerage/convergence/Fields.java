package dev.peerage.convergence;

import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Register;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one resource.
 *
 * @param registers by their names in the API, in the order in which a resource shows them; handed over, and not changed any more
 */
public record Fields(SequencedMap<String, Register<? extends @Nullable Object>> registers) {

    public Fields {
        registers = Collections.unmodifiableSequencedMap(registers);
    }

    /** How many have more than one sibling. */
    public long conflicts() {
        return registers.values().stream()
                .filter(register -> !register.conflicts().isEmpty())
                .count();
    }

    /** The highest time of a value that is shown. */
    public Optional<HybridTime> latest() {
        return registers.values().stream()
                .filter(Register::isSet)
                .map(Fields::shownSince)
                .max(Comparator.naturalOrder());
    }

    private static HybridTime shownSince(Register<?> register) {
        return register.siblings().getFirst().time();
    }

    /** Those whose shown value has a later time. */
    SequencedMap<String, Register<? extends @Nullable Object>> stampedAfter(HybridTime time) {
        SequencedMap<String, Register<? extends @Nullable Object>> found = new LinkedHashMap<>();
        for (Map.Entry<String, Register<? extends @Nullable Object>> field : registers.entrySet()) {
            if (field.getValue().isSet() && shownSince(field.getValue()).compareTo(time) > 0) {
                found.put(field.getKey(), field.getValue());
            }
        }
        return found;
    }
}
