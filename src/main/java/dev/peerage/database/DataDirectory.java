package dev.peerage.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directory of everything a region keeps, claimed by this process alone for as long as this object is open.
 *
 * <p>The claim is an operating system lock on {@code <directory>/lock}, so it ends with the process however that ends,
 * and a free lock beside a running PostgreSQL means that its Peerage was killed.
 */
public final class DataDirectory implements AutoCloseable {

    /**
     * The claims of this process. Closing any channel to a file drops every POSIX lock this process has on it
     * (fcntl(2)), so the lock file of a claimed directory must not even be opened a second time.
     */
    private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

    /**
     * Beyond the content, which others must be able to read while it is locked: on Windows a locked range can't be
     * read.
     */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the directory if it is missing, readable by its owner alone, and claims it.
     *
     * @throws StartRefused if another Peerage has it, or it can't be written
     */
    public static DataDirectory claim(Path directory) {
        try {
            Files.createDirectories(directory.toAbsolutePath(), ownerOnly());
            Path path = directory.toRealPath();
            if (!CLAIMED.add(path)) {
                throw inUse(path, Long.toString(ProcessHandle.current().pid()));
            }
            try {
                return new DataDirectory(path, lock(path));
            } catch (IOException | RuntimeException e) {
                CLAIMED.remove(path);
                throw e;
            }
        } catch (IOException e) {
            throw new StartRefused(
                    "The data directory %s can't be used: %s.".formatted(directory.toAbsolutePath(), e),
                    "Let Peerage's user write to it, or set peerage.data-dir to another directory.",
                    e);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw inUse(path, read(channel));
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(20);
        channel.read(content, 0);
        return StandardCharsets.US_ASCII.decode(content.flip()).toString();
    }

    private static StartRefused inUse(Path path, String pid) {
        return new StartRefused(
                "Another Peerage is running on the data directory %s (process %s).".formatted(path, pid),
                "Stop that one first, or give this one a directory of its own with peerage.data-dir.");
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** The directory itself, absolute and without symbolic links. */
    public Path path() {
        return path;
    }

    /** The file or directory of that name in it, which need not exist. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Gives the directory up; the next may claim it at once. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            CLAIMED.remove(path);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
