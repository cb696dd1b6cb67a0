package dev.peerage.database;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The file PostgreSQL writes its own log to. The one before is kept as {@code postgres.log.1}. Rotated at a start only,
 * which is enough because the server reports no errors of single statements: those reach the application, and would
 * bring people's data into the log.
 */
record ServerLog(Path file) {

    private static final long ROTATED_FROM_BYTES = 10L << 20;
    private static final int SHOWN_LINES = 15;
    private static final int READ_BYTES = 16 << 10;

    /** Starts a new file when the present one is large. Only while no server writes to it. */
    void rotate() throws IOException {
        if (size() > ROTATED_FROM_BYTES) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The present end, in bytes. */
    long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** The last lines that were written after that position, in bytes. */
    String tail(long position) throws IOException {
        if (size() <= position) {
            return "";
        }
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            content.seek(Math.max(position, content.length() - READ_BYTES));
            byte[] bytes = new byte[(int) (content.length() - content.getFilePointer())];
            content.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
        }
    }
}
