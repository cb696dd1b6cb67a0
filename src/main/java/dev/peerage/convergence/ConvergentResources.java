package dev.peerage.convergence;

import dev.peerage.kernel.HybridTime;
import java.util.List;
import java.util.function.Function;

/** The resources of one type, as far as their fields converge; contributed by the type's module as a bean. */
public interface ConvergentResources {

    /**
     * Those of a view.
     *
     * @param rows finds the rows that the view has of them
     * @param resource what is in a row
     */
    static <R> ConvergentResources in(String type, ConvergentRows<R> rows, Function<R, Resource> resource) {
        return new ResourcesInRows<>(type, rows, resource);
    }

    /** For example {@code user}. */
    String type();

    /** One that is not deleted. */
    record Resource(String id, String subject, Fields fields) {}

    /** Those with a field that has more than one sibling, from an id on, in the order of ids. */
    List<Resource> inConflict(String fromId, int limit);

    /** How many fields of all of them have more than one sibling. */
    long conflicts();

    /** Those that show a value with a later time, in the order of ids. */
    List<Resource> stampedAfter(HybridTime time, int limit);

    /** How many fields of all of them show a value with a later time. */
    long fieldsStampedAfter(HybridTime time);
}
