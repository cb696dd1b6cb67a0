package dev.peerage.database;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The files of an embedded PostgreSQL: the directory {@code initdb} makes, with the configuration and the password
 * Peerage puts into it.
 */
record Cluster(Path directory) {

    static final String SUPERUSER = "peerage";

    private static final Pattern PORT = Pattern.compile("^port = '(\\d+)'$", Pattern.MULTILINE);

    boolean exists() throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> content = Files.list(directory)) {
            return content.findAny().isPresent();
        }
    }

    /**
     * Makes the files beside their place and moves them there when they are complete, so a kill in between leaves
     * nothing half made.
     */
    void initialise(PostgresBinaries binaries, ServerLog log) throws IOException {
        Path unfinished = directory.resolveSibling(directory.getFileName() + ".unfinished");
        FileSystemUtils.deleteRecursively(unfinished);
        Path password = directory.resolveSibling(directory.getFileName() + ".password");
        Files.deleteIfExists(password);
        writeSecret(password);
        long before = log.size();
        // Strings sort by code point, the same on every system: ids are listed in this order, and cursors rely on it.
        int exit = binaries.run(
                "initdb",
                log,
                "--pgdata=" + unfinished,
                "--username=" + SUPERUSER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                // Who connects hashes the password so often, as that makes guessing slow. This one is 192 random bits.
                "--set=scram_iterations=1",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions");
        if (exit != 0) {
            throw new StartRefused(
                    "PostgreSQL could not make its files in %s. It says:%n%n%s".formatted(directory, log.tail(before)),
                    "Put right what it complains about. The whole log is in %s.".formatted(log.file()));
        }
        Durable.force(password);
        Durable.move(password, unfinished.resolve(passwordFile().getFileName()));
        Durable.move(unfinished, directory);
    }

    private static void writeSecret(Path file) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.writeString(file, HexFormat.of().formatHex(random));
    }

    /** The major version of the PostgreSQL that made the files. */
    String majorVersion() throws IOException {
        return Files.readString(directory.resolve("PG_VERSION")).strip();
    }

    String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    /** Kept among the files it opens, so that no copy of them is without it. */
    private Path passwordFile() {
        return directory.resolve("peerage.password");
    }

    /** The port of the last start. */
    OptionalInt lastPort() throws IOException {
        if (!Files.exists(configuration())) {
            return OptionalInt.empty();
        }
        Matcher port = PORT.matcher(Files.readString(configuration()));
        return port.find() ? OptionalInt.of(Integer.parseInt(port.group(1))) : OptionalInt.empty();
    }

    /** Writes the configuration anew, so that every start is with the settings of the present release. */
    void configure(Map<String, String> settings) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# Written by Peerage at every start. ALTER SYSTEM SET changes a setting for good.");
        settings.forEach((name, value) -> lines.add("%s = '%s'".formatted(name, value.replace("'", "''"))));
        Files.write(configuration(), lines);
        Files.write(
                directory.resolve("pg_hba.conf"),
                List.of(
                        "# Written by Peerage at every start.",
                        "host all all %s/32 scram-sha-256".formatted(ServerSettings.HOST)));
    }

    private Path configuration() {
        return directory.resolve("postgresql.conf");
    }
}
