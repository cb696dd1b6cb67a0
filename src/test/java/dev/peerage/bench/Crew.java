package dev.peerage.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that share a number of tasks between them. */
final class Crew {

    /** What one thread does with the tasks it gets; made by that thread, before the clock runs. */
    interface Worker extends AutoCloseable {

        void work(int task) throws Exception;

        @Override
        default void close() throws Exception {}
    }

    private Crew() {}

    /** Has the tasks done; returns the seconds from the moment all are ready until the last one is done. */
    static double seconds(int threads, int tasks, Callable<? extends Worker> workers) throws Exception {
        AtomicInteger next = new AtomicInteger();
        CountDownLatch ready = new CountDownLatch(threads);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                working.add(executor.submit(() -> {
                    try (Worker worker = begin(workers, ready)) {
                        go.await();
                        for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
                            worker.work(task);
                        }
                    }
                    return null;
                }));
            }
            ready.await();
            long begin = System.nanoTime();
            go.countDown();
            for (Future<?> each : working) {
                await(each);
            }
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    private static Worker begin(Callable<? extends Worker> workers, CountDownLatch ready) throws Exception {
        try {
            return workers.call();
        } finally {
            ready.countDown();
        }
    }

    private static void await(Future<?> working) throws Exception {
        try {
            working.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }
}
