package dev.peerage.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Says beside an index which database's log it was made from, and in which form. The position it has reached is in that
 * database: of an index that is gone, of another database's or in another form that position tells nothing, and it has to be
 * made anew.
 */
final class IndexMark {

    private final Path file;
    private final String expected;

    /** @param expected what it has to say */
    IndexMark(Path file, String expected) {
        this.file = file;
        this.expected = expected;
    }

    boolean isThere() {
        try {
            return Files.readString(file).equals(expected);
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write() {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(next, expected);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
