package dev.peerage.eventstore;

import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Where threads wait, each under the key of what it waits for: a position, say, or a subject. They are woken by ranges of
 * keys, so those alone are whose condition can have come true. To be woken means to look again and no more: the
 * condition is the truth, and whoever finds that it does not hold waits on.
 *
 * <p>No wake-up is lost. Who waits enters first, looks then, and sleeps last; who wakes makes true first what it wakes
 * for. Both pass the same lock, one before the other: if the waiter is first, it is found and woken; if the waker is, the
 * waiter sees by its look what was made true. A call that comes between look and sleep is kept: a latch that was counted
 * down stays so.
 *
 * <p>Costs: a thread that waits is looked for once when it is woken, in time that grows with the logarithm of how many
 * wait, and not at all by what wakes others.
 */
public final class WaitingRoom<K extends Comparable<K>> {

    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableMap<K, Set<CountDownLatch>> waiting = new TreeMap<>();

    /**
     * Waits until a condition holds. It is looked at once to begin with, and whenever the key is woken; not when time is up,
     * as nothing has come then, and for many it is up at once.
     *
     * @return whether it held in time; {@code false} as well if the thread is interrupted, which it stays
     */
    public boolean await(K key, BooleanSupplier condition, Deadline until) {
        try {
            while (true) {
                CountDownLatch call = enter(key);
                try {
                    if (condition.getAsBoolean()) {
                        return true;
                    }
                    if (!call.await(until.left(), TimeUnit.NANOSECONDS)) {
                        return false;
                    }
                } finally {
                    leave(key, call);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private CountDownLatch enter(K key) {
        CountDownLatch call = new CountDownLatch(1);
        lock.lock();
        try {
            waiting.computeIfAbsent(key, _ -> new HashSet<>()).add(call);
        } finally {
            lock.unlock();
        }
        return call;
    }

    /** Whoever was woken is gone already; whoever has given up is not. */
    private void leave(K key, CountDownLatch call) {
        lock.lock();
        try {
            waiting.computeIfPresent(key, (_, calls) -> {
                calls.remove(call);
                return calls.isEmpty() ? null : calls;
            });
        } finally {
            lock.unlock();
        }
    }

    /** Has those look again who wait under keys from one to another, both included. */
    public void wake(K from, K to) {
        lock.lock();
        try {
            wake(waiting.subMap(from, true, to, true));
        } finally {
            lock.unlock();
        }
    }

    /** Has everybody look again. */
    public void wakeAll() {
        lock.lock();
        try {
            wake(waiting);
        } finally {
            lock.unlock();
        }
    }

    private void wake(NavigableMap<K, Set<CountDownLatch>> range) {
        range.values().forEach(calls -> calls.forEach(CountDownLatch::countDown));
        range.clear();
    }

    /** How many wait. */
    public int waiting() {
        lock.lock();
        try {
            return waiting.values().stream().mapToInt(Set::size).sum();
        } finally {
            lock.unlock();
        }
    }
}
