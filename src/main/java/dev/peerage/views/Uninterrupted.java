package dev.peerage.views;

import java.util.function.Supplier;

/** For what has to be done to its end also by a thread that is to stop: it finds itself interrupted after that. */
final class Uninterrupted {

    private Uninterrupted() {}

    static <T> T call(Supplier<T> work) {
        boolean interrupted = Thread.interrupted();
        try {
            return work.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }
}
