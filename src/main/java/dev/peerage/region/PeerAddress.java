package dev.peerage.region;

import dev.peerage.database.DatabaseAddress;
import dev.peerage.database.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/** Where a peer's database is found, as an operator writes it. */
sealed interface PeerAddress {

    String FILE = "file:";

    /** @throws IOException if it cannot be told at this time */
    DatabaseAddress resolve() throws IOException;

    /** A database by its URL. */
    record Remote(DatabaseAddress address) implements PeerAddress {
        @Override
        public DatabaseAddress resolve() {
            return address;
        }
    }

    /** The embedded PostgreSQL of a region on this machine. Its port is known when it has been started. */
    record OnThisMachine(Path dataDirectory) implements PeerAddress {
        @Override
        public DatabaseAddress resolve() throws IOException {
            return EmbeddedPostgres.address(dataDirectory);
        }
    }

    /** @throws IllegalArgumentException if it is neither a URL of a PostgreSQL nor {@code file:} and a directory */
    static PeerAddress parse(String text) {
        if (!text.startsWith(FILE)) {
            return new Remote(DatabaseAddress.parse(text));
        }
        String directory = text.substring(FILE.length());
        if (directory.isBlank()) {
            throw new IllegalArgumentException("must name the data directory of a region: file:<data-dir>");
        }
        return new OnThisMachine(Path.of(directory));
    }
}
