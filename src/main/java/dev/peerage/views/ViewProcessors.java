package dev.peerage.views;

import static java.util.Objects.requireNonNull;

import dev.peerage.eventstore.WaitingRoom;
import dev.peerage.nodes.Nodes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Makes the processors of views, and of their next generations: the same parts, which keep what they hold elsewhere. */
final class ViewProcessors {

    /** What the names of next generations end with. */
    static final String NEXT = " next";

    private final StreamableMessageSource<TrackedEventMessage<?>> log;
    private final TokenStore tokens;
    private final ViewTables tables;
    private final StoppedSubjects stopped;
    private final ViewPositions positions;
    private final Standstill standstill;
    private final Forms forms;
    private final Nodes nodes;
    private final SequencedMap<String, List<FoldedView<?, ?>>> parts;
    private final Map<String, Generations> generations;
    private final SequencedMap<String, ViewProcessor> live = new LinkedHashMap<>();

    /** By subject, whichever view its row is in. */
    private final WaitingRoom<String> waitingForRows = new WaitingRoom<>();

    ViewProcessors(
            List<FoldedView<?, ?>> parts,
            List<Generations> generations,
            StreamableMessageSource<TrackedEventMessage<?>> log,
            TokenStore tokens,
            ViewTables tables,
            StoppedSubjects stopped,
            ViewProperties properties,
            MeterRegistry meters,
            ViewPositions positions,
            Standstill standstill,
            Forms forms,
            Nodes nodes) {
        this.log = log;
        this.tokens = tokens;
        this.tables = tables;
        this.stopped = stopped;
        this.positions = positions;
        this.standstill = standstill;
        this.forms = forms;
        this.nodes = nodes;
        // a view comes behind the one that it reads
        this.parts = parts.stream()
                .sorted(Comparator.comparing(part -> part.behind() != null))
                .collect(Collectors.groupingBy(FoldedView::view, LinkedHashMap::new, Collectors.toList()));
        this.generations = generations.stream().collect(Collectors.toMap(Generations::view, Function.identity()));
        this.parts.forEach((view, itsParts) -> {
            ViewCache cache = new ViewCache(properties.cacheSize());
            CaffeineCacheMetrics.monitor(meters, cache.entries(), view);
            live.put(
                    view,
                    processor(
                            view,
                            stores(itsParts, "", cache, waitingForRows),
                            cache,
                            waitingForRows,
                            transactions(),
                            // until the first look at who is there
                            _ -> false));
        });
    }

    List<ViewProcessor> all() {
        return List.copyOf(live.values());
    }

    WaitingRoom<String> waitingForRows() {
        return waitingForRows;
    }

    ViewProcessor live(String view) {
        return requireNonNull(live.get(view));
    }

    /** Another one that writes the next generation of a view: all of it on this node. */
    ViewProcessor next(String view) {
        Generations kept = generations(view);
        List<FoldedView<?, ?>> ofNext = parts(view).stream()
                .<FoldedView<?, ?>>map(FoldedView::ofNextGeneration)
                .toList();
        // nobody reads it
        ViewCache cache = new ViewCache(DataSize.ofBytes(0));
        WaitingRoom<String> nobody = new WaitingRoom<>();
        return processor(
                view + NEXT,
                stores(ofNext, NEXT, cache, nobody),
                cache,
                nobody,
                () -> {
                    Transaction begun = transactions().startTransaction();
                    try {
                        kept.useNext();
                    } catch (RuntimeException failed) {
                        // or its connection would stay with this thread, and be taken for the next transaction
                        begun.rollback();
                        throw failed;
                    }
                    return begun;
                },
                _ -> true);
    }

    Generations generations(String view) {
        return generations.computeIfAbsent(
                view,
                _ -> new TableGenerations(
                        view,
                        parts(view).stream()
                                .flatMap(part -> part.tables().stream())
                                .toList(),
                        tables));
    }

    private List<FoldedView<?, ?>> parts(String view) {
        return requireNonNull(parts.get(view));
    }

    private List<FoldedStore<?, ?>> stores(
            List<FoldedView<?, ?>> parts, String suffix, ViewCache cache, WaitingRoom<String> waiting) {
        return parts.stream()
                .<FoldedStore<?, ?>>map(part ->
                        new FoldedStore<>(part, part.name() + suffix, stopped, tables, cache, waiting, ahead(part)))
                .toList();
    }

    private TransactionManager transactions() {
        return new SpringTransactionManager(tables.transactions());
    }

    private ViewProcessor processor(
            String name,
            List<FoldedStore<?, ?>> stores,
            ViewCache cache,
            WaitingRoom<String> waiting,
            TransactionManager transactions,
            IntPredicate dealt) {
        return new ViewProcessor(
                name,
                stores,
                cache,
                waiting,
                source(stores),
                tokens,
                transactions,
                tables::flush,
                positions,
                standstill,
                forms,
                nodes,
                dealt);
    }

    /** The view that one reads, if it reads one. */
    @Nullable
    ViewProcessor ahead(ViewProcessor view) {
        return ahead(view.parts().getFirst().view());
    }

    private @Nullable ViewProcessor ahead(FoldedView<?, ?> part) {
        String view = part.behind();
        return view == null ? null : live(view);
    }

    private StreamableMessageSource<TrackedEventMessage<?>> source(List<FoldedStore<?, ?>> stores) {
        ViewProcessor ahead = ahead(stores.getFirst().view());
        return ahead == null ? log : new FollowingSource(log, ahead);
    }
}
