package dev.peerage.database;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs for this machine, unpacked from the class path.
 *
 * <p>Unpacked beside the data and not, as the library the archives come from would, into a world-writable directory
 * below {@code /tmp}: there any user could replace them, and the system's cleaning would remove them from under a
 * server that runs for weeks.
 */
final class PostgresBinaries {

    private static final Logger log = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /**
     * Unpacks the programs below that directory, unless the very same ones are there already.
     *
     * @throws StartRefused if there are none for this operating system and processor
     */
    static synchronized PostgresBinaries unpackedBelow(Path directory) throws IOException {
        if (System.getProperty("user.name").equals("root") && !LinuxUtils.isUnshareAvailable()) {
            throw new StartRefused(
                    "PostgreSQL does not run as root, and this system gives root no user namespace to run it in.",
                    "Run Peerage as another user who owns the data directory, or use an external PostgreSQL by setting"
                            + " spring.datasource.url.");
        }
        byte[] archive = archive();
        Path home = directory.resolve("postgres-" + digest(archive));
        if (!Files.isDirectory(home)) {
            Path unfinished =
                    directory.resolve("unpacking-" + ProcessHandle.current().pid());
            FileSystemUtils.deleteRecursively(unfinished);
            log.info("Unpacking PostgreSQL into {}", home);
            unpack(archive, unfinished);
            moveUnlessThere(unfinished, home);
        }
        return new PostgresBinaries(home);
    }

    /** Regions that share a directory may be started at the same time. */
    private static void moveUnlessThere(Path unfinished, Path home) throws IOException {
        try {
            Durable.move(unfinished, home);
        } catch (FileSystemException refused) {
            if (!Files.isDirectory(home)) {
                throw refused;
            }
            FileSystemUtils.deleteRecursively(unfinished);
        }
    }

    private static byte[] archive() throws IOException {
        String system = WINDOWS ? "Windows" : System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
        String processor = System.getProperty("os.arch");
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, processor)) {
            return archive.readAllBytes();
        } catch (IllegalStateException e) {
            throw new StartRefused(
                    "Peerage brings no PostgreSQL for %s on %s.".formatted(system, processor),
                    "Set spring.datasource.url, spring.datasource.username and spring.datasource.password"
                            + " to a PostgreSQL 16 or newer.",
                    e);
        }
    }

    private static String digest(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        List<Path> files = new ArrayList<>();
        try (TarArchiveInputStream entries = new TarArchiveInputStream(
                new BufferedInputStream(new XZInputStream(new ByteArrayInputStream(archive)), 1 << 16))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                if (entry.isSymbolicLink() || entry.isLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(entries, file);
                    files.add(file);
                    if (file.startsWith(target.resolve("bin"))) {
                        file.toFile().setExecutable(true, false);
                    }
                }
            }
        }
        Durable.force(files);
    }

    /** The major version of these programs, such as 18. */
    String majorVersion() throws IOException {
        // The first line of the catalog's bootstrap script, which initdb compares with its own version too.
        try (Stream<String> lines = Files.lines(home.resolve("share/postgresql/postgres.bki"))) {
            return lines.findFirst().orElseThrow().replace("# PostgreSQL ", "");
        }
    }

    /**
     * Runs one of PostgreSQL's programs, in English and untouched by the {@code PG…} variables of Peerage's own
     * environment.
     *
     * @param log what it prints is appended to; a file and no pipe, because a server started by the program keeps it
     *     open
     * @return its exit status
     */
    int run(String program, ServerLog log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        // PostgreSQL refuses to run as root. In a user namespace without a mapping root is nobody, and still the owner
        // of its files.
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(home.resolve("bin")
                .resolve(WINDOWS ? program + ".exe" : program)
                .toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + program + " ran", e);
        }
    }
}
