package dev.peerage.eventstore;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Lets something happen between one use of the database and the next: when a connection is given back. */
final class InterruptedDataSource extends DelegatingDataSource {

    private final AtomicReference<@Nullable Runnable> next = new AtomicReference<>();

    InterruptedDataSource(DataSource database) {
        super(database);
    }

    /** What happens next time, and only then. */
    void next(Runnable interruption) {
        next.set(interruption);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    try {
                        Object result = method.invoke(connection, arguments);
                        Runnable interruption = method.getName().equals("close") ? next.getAndSet(null) : null;
                        if (interruption != null) {
                            // in a thread of its own, as it would otherwise be a part of this one's unit of work
                            CompletableFuture.runAsync(interruption).join();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
