package dev.peerage.nodes;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.peerage.database.StartRefused;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * This process as a node of its region. It is one from the moment it is made until it is closed, whatever happens to its
 * connection: one thread is heard of and looks, and what follows from that has threads of its own.
 */
final class RegisteredNode implements Nodes, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegisteredNode.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int LISTENING_MILLIS = 100;

    /** Half as long as it takes the others to take a node for dead: it gives up what it holds before they take it. */
    private static final Duration HEARD = NodeTable.SILENCE.dividedBy(2);

    private final HikariDataSource connections;
    private final JdbcTemplate main;
    private final NodeTable.Node self;
    private final List<Work> afterLooks = new CopyOnWriteArrayList<>();
    private volatile Set<String> work = Set.of();
    private final AtomicLong changes = new AtomicLong();
    private final Thread looking = Thread.ofVirtual().name("node").unstarted(this::look);
    private volatile Company company;
    private final AtomicLong lease = new AtomicLong();
    private volatile long lastHeard = System.nanoTime();
    private volatile boolean closed;

    private RegisteredNode(HikariDataSource connections, HikariDataSource main, List<KeptByNode> kept) {
        this.connections = connections;
        this.main = new JdbcTemplate(main);
        try (Connection connection = connections.getConnection()) {
            NodeTable table = new NodeTable(connection);
            this.self = table.add(ManagementFactory.getRuntimeMXBean().getName(), whatOf(kept));
            try {
                new Admission(table, self, kept).mustBeAdmitted();
            } catch (RuntimeException refused) {
                table.remove(self.number());
                throw refused;
            }
            this.company = companyOf(table);
        } catch (SQLException lost) {
            throw new IllegalStateException("The database was lost at the start", lost);
        }
    }

    /**
     * Makes this process a node.
     *
     * @throws StartRefused if it keeps something to itself, or another one does, so that there can be but one
     */
    static RegisteredNode register(HikariDataSource main, List<KeptByNode> kept) {
        HikariConfig config = new HikariConfig();
        main.copyStateTo(config);
        config.setPoolName("node");
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        HikariDataSource connections = new HikariDataSource(config);
        try {
            RegisteredNode node = new RegisteredNode(connections, main, kept);
            node.looking.start();
            return node;
        } catch (RuntimeException failed) {
            connections.close();
            throw failed;
        }
    }

    private static Optional<String> whatOf(List<KeptByNode> kept) {
        return kept.stream().flatMap(each -> each.what().stream()).findFirst();
    }

    private Company companyOf(NodeTable table) {
        return new Company(
                table.all().stream()
                        .map(node -> new Company.Member(node.number(), node.work()))
                        .toList(),
                self.number());
    }

    private void look() {
        while (!closed) {
            try (Connection connection = connections.getConnection()) {
                try {
                    look(connection);
                } catch (SQLException | DataAccessException lost) {
                    connections.evictConnection(connection);
                    throw lost;
                }
            } catch (SQLException | DataAccessException lost) {
                if (!closed) {
                    LOG.debug("Node {} is not heard of", name(), lost);
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Connection connection) throws SQLException {
        // a network that is cut is not waited for until the system notices
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(NodeTable.SILENCE.toMillis()));
        NodeTable table = new NodeTable(connection);
        boolean isLocked = table.lock(self.number());
        isThere(table);
        table.listen();
        while (!closed) {
            isLocked = isLocked || table.lock(self.number());
            look(table);
            listen(connection.unwrap(PGConnection.class));
        }
        table.remove(self.number());
    }

    private void look(NodeTable table) {
        long now = System.nanoTime();
        if (!table.isHeard(self.number())) {
            LOG.warn("Node {} was taken for dead, as nothing was heard of it", name());
            isThere(table);
        }
        if (System.nanoTime() - lastHeard >= HEARD.toNanos()) {
            mayHaveLostWhatItHad();
        }
        lastHeard = now;
        table.removeDead(self.number()).forEach(dead -> LOG.info("Node {} is gone", dead));
        Company found = companyOf(table);
        if (!work.equals(found.self().work())) {
            isThere(table);
        }
        if (!found.equals(company)) {
            if (!found.numbers().equals(company.numbers())) {
                LOG.info("Nodes of this region: {}, this one is {}", found.numbers(), self.number());
                changes.incrementAndGet();
            }
            company = found;
        }
        afterLooks.forEach(Work::wake);
    }

    /** Puts it in as it is now. */
    private void isThere(NodeTable table) {
        if (table.addAgain(self, work)) {
            mayHaveLostWhatItHad();
        }
    }

    private void mayHaveLostWhatItHad() {
        lease.incrementAndGet();
    }

    /** Until it is time to look again. */
    private void listen(PGConnection session) throws SQLException {
        long until = System.nanoTime() + BETWEEN_LOOKS.toNanos();
        while (!closed && System.nanoTime() < until) {
            if (session.getNotifications(LISTENING_MILLIS).length > 0) {
                return;
            }
        }
    }

    /** Something that is done after each look, and each second at least, in a thread of its own, as it may take its time. */
    private final class Work {

        private final Runnable each;
        private final Semaphore looked = new Semaphore(0);
        private final Thread thread;

        Work(Runnable each) {
            this.each = each;
            this.thread = Thread.ofVirtual().name("work of the node").start(this::run);
        }

        void wake() {
            looked.release();
        }

        private void run() {
            while (!closed) {
                try {
                    var _ = looked.tryAcquire(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
                    looked.drainPermits();
                } catch (InterruptedException _) {
                    return;
                }
                try {
                    if (!closed) {
                        each.run();
                    }
                } catch (RuntimeException failed) {
                    LOG.debug("Done again after the next look", failed);
                }
            }
        }
    }

    @Override
    public String name() {
        return self.name();
    }

    @Override
    public int number() {
        return self.number();
    }

    @Override
    public boolean isAlone() {
        return company.isAlone();
    }

    @Override
    public boolean leads() {
        return company.leads();
    }

    @Override
    public void offer(Set<String> offered) {
        work = Set.copyOf(offered);
        main.update("update node set work = ? where number = ?", offered.toArray(String[]::new), self.number());
        tell();
    }

    @Override
    public boolean isOffered(String offered) {
        return work.contains(offered) || company.isOffered(offered);
    }

    @Override
    public boolean isDealt(String offered, int share) {
        return work.contains(offered) && company.isDealt(offered, share);
    }

    @Override
    public long changes() {
        return changes.get();
    }

    @Override
    public long lease() {
        // in this order: whoever sees that it is heard of again sees that it was not
        boolean heard = System.nanoTime() - lastHeard < HEARD.toNanos();
        return heard ? lease.get() : -1;
    }

    @Override
    public void onLook(Runnable each) {
        afterLooks.add(new Work(each));
    }

    @Override
    public void tell() {
        main.query("select pg_notify(?, '')", _ -> {}, NodeTable.CHANNEL);
    }

    /** Is no node any more; what it holds has to be given back before. */
    @Override
    public void close() {
        closed = true;
        afterLooks.forEach(Work::wake);
        afterLooks.forEach(work -> join(work.thread));
        join(looking);
        connections.close();
    }

    private static void join(Thread thread) {
        try {
            var _ = thread.join(NodeTable.SILENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
