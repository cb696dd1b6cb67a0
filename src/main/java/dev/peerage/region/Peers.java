package dev.peerage.region;

import dev.peerage.kernel.Region;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The regions to exchange events with: those of the configuration, and those that requests have named. */
final class Peers {

    private static final String SELECT = "select region, address, id, paused, retired, filled, complete from peer";

    private final JdbcClient jdbc;
    private final Map<Region, PeerAddress> configured;
    private final RowMapper<Peer> row;

    /** @param configured addresses by configuration; one by request goes before it */
    Peers(JdbcClient jdbc, Map<Region, PeerAddress> configured) {
        this.jdbc = jdbc;
        this.configured = Map.copyOf(configured);
        this.row = (result, _) -> {
            Region region = Region.of(result.getString(1));
            return new Peer(
                    region,
                    address(region, result.getString(2)),
                    result.getObject(3, UUID.class),
                    result.getBoolean(4),
                    result.getBoolean(5),
                    result.getBoolean(6),
                    result.getBoolean(7));
        };
    }

    private Optional<PeerAddress> address(Region region, @Nullable String requested) {
        return requested == null
                ? Optional.ofNullable(configured.get(region))
                : Optional.of(PeerAddress.parse(requested));
    }

    /** Has a row for each peer of the configuration. */
    void remember() {
        configured.keySet().forEach(this::add);
    }

    private void add(Region region) {
        jdbc.sql("insert into peer (region) values (?) on conflict do nothing")
                .param(region.name())
                .update();
    }

    /** The peers that are not retired and can be reached somewhere, by name. */
    List<Peer> active() {
        return jdbc.sql(SELECT + " where not retired order by region collate \"C\"").query(row).list().stream()
                .filter(peer -> peer.address().isPresent())
                .toList();
    }

    /** Those that are gone for good. */
    List<Peer> retired() {
        return jdbc.sql(SELECT + " where retired").query(row).list();
    }

    Optional<Peer> find(Region region) {
        return jdbc.sql(SELECT + " where region = ?")
                .param(region.name())
                .query(row)
                .optional();
    }

    /** Adds a peer, or has a known one reached elsewhere; one that was retired may be another database now. */
    void put(Region region, String address) {
        add(region);
        jdbc.sql("""
                        update peer set address = :address, retired = false,
                            id = case when retired then null else id end, filled = filled and not retired,
                            paused = paused and not retired, complete = false
                        where region = :region
                        """).param("address", address).param("region", region.name()).update();
    }

    void paused(Region region, boolean paused) {
        update("paused = ?", paused, region);
    }

    void filled(Region region, boolean filled) {
        update("filled = ?", filled, region);
    }

    void identified(Region region, UUID id) {
        update("id = ?", id, region);
    }

    void retired(Region region) {
        update("retired = ?", true, region);
    }

    /** Whatever others have of those that are retired is here. */
    void retiredAreComplete() {
        jdbc.sql("update peer set complete = true where retired").update();
    }

    /** Everything has to be compared with every peer anew. */
    void noneIsFilled() {
        jdbc.sql("update peer set filled = false").update();
    }

    private void update(String assignment, Object value, Region region) {
        jdbc.sql("update peer set " + assignment + " where region = ?")
                .param(value)
                .param(region.name())
                .update();
    }
}
