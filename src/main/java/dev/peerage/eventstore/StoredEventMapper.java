package dev.peerage.eventstore;

import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/** Reads rows; keeps the last few texts that repeat from row to row, since most of a page is alike. */
final class StoredEventMapper implements RowMapper<StoredEvent> {

    /** What it reads, in its order. */
    static final String COLUMNS =
            "position, subject, origin, sequence, hlc, seen, origin_position, type, revision, actor, request_id, cause, payload";

    private @Nullable Region origin;
    private String seenText = "";
    private VersionVector seen = VersionVector.none();

    @Override
    public StoredEvent mapRow(ResultSet row, int number) throws SQLException {
        Stamp stamp = new Stamp(
                new Dot(origin(row.getString(3)), row.getLong(4)),
                seen(row.getString(6)),
                new HybridTime(row.getLong(5)));
        return new StoredEvent(
                row.getLong(1),
                row.getString(2),
                stamp,
                row.getLong(7),
                row.getString(8),
                row.getInt(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13));
    }

    private Region origin(String name) {
        Region known = origin;
        if (known == null || !known.name().equals(name)) {
            known = Region.of(name);
            origin = known;
        }
        return known;
    }

    private VersionVector seen(String text) {
        if (!text.equals(seenText)) {
            seen = VersionVector.parse(text);
            seenText = text;
        }
        return seen;
    }
}
