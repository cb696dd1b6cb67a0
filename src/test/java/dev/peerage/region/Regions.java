package dev.peerage.region;

import dev.peerage.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;

/** The regions of a test, on one server. */
final class Regions implements AutoCloseable {

    private final TestDatabase.Server server;
    private final List<RegionAlone> all = new ArrayList<>();

    /** On a server that tests share, one after the other. */
    Regions() {
        this(Shared.SERVER);
    }

    private static final class Shared {
        static final TestDatabase.Server SERVER = TestDatabase.Server.start();
    }

    /** On a server of the test's own, which changes its settings. */
    Regions(TestDatabase.Server server) {
        this.server = server;
    }

    /** One that has been started once, without peers. */
    RegionAlone add(String name) {
        RegionAlone added = RegionAlone.on(server, name);
        all.add(added);
        return added;
    }

    /** Some that have each other as peers and exchange events. */
    RegionAlone[] meshed(String... names) {
        List<RegionAlone> meshed = new ArrayList<>();
        for (String name : names) {
            meshed.add(add(name));
        }
        meshed.forEach(region -> region.start(others(meshed, region)));
        meshed.forEach(RegionAlone::isStreaming);
        return meshed.toArray(RegionAlone[]::new);
    }

    static RegionAlone[] others(List<RegionAlone> all, RegionAlone one) {
        return all.stream().filter(region -> region != one).toArray(RegionAlone[]::new);
    }

    /** First all of them are stopped, so that none puts right what another takes apart. */
    @Override
    public void close() {
        List<AutoCloseable> ends = new ArrayList<>();
        all.forEach(region -> ends.add(region::stop));
        all.forEach(region -> ends.add(region));
        RuntimeException failed = new IllegalStateException("not all of it ended");
        for (AutoCloseable end : ends) {
            try {
                end.close();
            } catch (Exception e) {
                failed.addSuppressed(e);
            }
        }
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }
}
