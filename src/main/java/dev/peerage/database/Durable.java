package dev.peerage.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * File operations that hold over a power cut: a rename is on the disk only when the directory is, and may be there before the content of the renamed
 * file is, so the content is forced first.
 */
final class Durable {

    private Durable() {}

    /** Writes the file's content to the disk. */
    static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Renames a finished file or directory in one step, within one directory. */
    static void move(Path unfinished, Path finished) throws IOException {
        Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
        // Windows neither opens directories nor needs it.
        if (finished.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel =
                    FileChannel.open(finished.toAbsolutePath().getParent())) {
                channel.force(true);
            }
        }
    }
}
