package dev.peerage.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A mark beside an index that is in files. */
final class MarkFile implements IndexMark {

    private final Path file;
    private final String expected;

    /** @param expected what it has to say */
    MarkFile(Path file, String expected) {
        this.file = file;
        this.expected = expected;
    }

    @Override
    public boolean isThere() {
        try {
            return Files.readString(file).equals(expected);
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write() {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(next, expected);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
