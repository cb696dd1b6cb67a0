package dev.peerage.region;

import dev.peerage.consistency.KnownPeers;
import dev.peerage.database.StartRefused;
import dev.peerage.eventstore.Grants;
import dev.peerage.eventstore.Marks;
import dev.peerage.eventstore.OwnPositions;
import dev.peerage.eventstore.WriteGate;
import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.Region;
import dev.peerage.nodes.Nodes;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RegionProperties.class)
class RegionConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    ThisDatabase thisDatabase(DataSource database, Region region) {
        return new ThisDatabase(database, region);
    }

    @Bean
    Peers peers(ThisDatabase here, RegionProperties properties) {
        Map<Region, PeerAddress> configured = new HashMap<>();
        properties
                .peers()
                .forEach((name, address) -> configured.put(region(name, here.region()), address(name, address)));
        return new Peers(here.jdbc(), configured);
    }

    @Bean
    KnownPeers knownPeers(Peers peers) {
        return region -> peers.find(region).isPresent();
    }

    private static Region region(String name, Region here) {
        if (name.equals(here.name())) {
            throw new StartRefused(
                    "peerage.peers.%s names this region itself as its peer.".formatted(name),
                    "Regions need different names from their first start on: correct peerage.region or peerage.peers.");
        }
        try {
            return Region.of(name);
        } catch (IllegalArgumentException malformed) {
            throw new StartRefused("peerage.peers: " + malformed.getMessage() + ".", "Correct the name.", malformed);
        }
    }

    private static PeerAddress address(String name, String text) {
        try {
            return PeerAddress.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new StartRefused(
                    "peerage.peers.%s %s.".formatted(name, malformed.getMessage()),
                    "Correct it; for a region with an embedded PostgreSQL on this machine, file: and its data directory.");
        }
    }

    @Bean
    Restoration restoration(ThisDatabase here, Peers peers, RegionProperties properties) {
        return new Restoration(here, peers, properties);
    }

    @Bean
    LateRestoration lateRestoration(
            Restoration restoration,
            ThisDatabase here,
            WriteGate gate,
            Grants grants,
            OwnPositions own,
            HybridLogicalClock clock) {
        return new LateRestoration(restoration, here, gate, grants, own, clock);
    }

    @Bean
    Mesh mesh(
            ThisDatabase here,
            Peers peers,
            LateRestoration restoration,
            Marks marks,
            InstantSource clock,
            MeterRegistry meters,
            Nodes nodes) {
        Mesh mesh = new Mesh(here, peers, restoration, marks, clock, new LinkMetrics(meters), nodes::leads);
        nodes.onLook(mesh::look);
        return mesh;
    }

    @Bean
    KeptLog keptLog(JdbcClient jdbc, Region region, MeterRegistry meters) {
        return new KeptLog(jdbc, region, meters);
    }

    @Bean
    LinksHealth linksHealthIndicator(Mesh mesh, KeptLog kept, WriteGate gate) {
        return new LinksHealth(mesh, kept, gate);
    }
}
