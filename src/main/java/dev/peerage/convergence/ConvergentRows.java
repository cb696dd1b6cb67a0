package dev.peerage.convergence;

import java.util.List;
import org.springframework.data.domain.Limit;

/**
 * Finds resources of one type in its view; for what is asked see {@link ConvergentResources}.
 *
 * @param <R> a row of the view
 */
public interface ConvergentRows<R> {

    List<R> inConflict(String fromId, Limit limit);

    long conflicts();

    List<R> stampedAfter(long time, Limit limit);

    long fieldsStampedAfter(long time);
}
