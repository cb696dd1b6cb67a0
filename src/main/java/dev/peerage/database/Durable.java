package dev.peerage.database;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * File operations that hold over a power cut: a rename is on the disk only when the directory is, and may be there
 * before the content of the renamed file is, so the content is forced first.
 */
final class Durable {

    private Durable() {}

    /** Writes the file's content to the disk. */
    static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /**
     * Writes the content of many files to the disk: several at a time, since one write of the file system's journal
     * then serves all of them.
     */
    static void force(List<Path> files) throws IOException {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (Path file : files) {
                tasks.add(() -> {
                    force(file);
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
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
