package dev.peerage.security;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key that may do everything, and where a person finds it.
 *
 * @param value the key
 * @param source where it comes from, for people: {@code in ./data/admin.key}
 */
record AdminKey(String value, String source) {

    private static final Logger log = LoggerFactory.getLogger(AdminKey.class);

    private static final int BITS = 256;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** A key by configuration. */
    static AdminKey configured(String value) {
        return new AdminKey(value, "from configuration");
    }

    /**
     * The key in a file, which is made with a new key in it if it is not there. Of several processes that start at once
     * on one directory, one makes it and all read the same.
     *
     * @throws KeyUnusable if the file cannot be made or read, or is empty
     */
    static AdminKey inFile(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            warnIfOthersMayRead(file);
            String value = Files.readString(file).strip();
            if (value.isEmpty()) {
                throw new KeyUnusable(
                        "The admin key file %s is empty.".formatted(file),
                        "Delete it to have a new key made, put a key in it, or set peerage.admin-key.");
            }
            return new AdminKey(value, "in " + file);
        } catch (IOException unusable) {
            throw new KeyUnusable(
                    "The admin key file %s can be neither read nor made: %s.".formatted(file, unusable),
                    "Make it readable for this process, or set peerage.admin-key.");
        }
    }

    /** Under a name of its own first, then linked: so the file is never seen without its key, nor ever replaced. */
    private static void create(Path file) throws IOException {
        Path directory = file.toAbsolutePath().resolveSibling("").normalize();
        Files.createDirectories(directory);
        Path draft = Files.createTempFile(directory, "admin", ".key.new", permissions(directory));
        try {
            Files.writeString(draft, random() + "\n");
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException _) {
            log.debug("Another process has made {} meanwhile", file);
        } finally {
            Files.delete(draft);
        }
    }

    private static FileAttribute<?>[] permissions(Path directory) {
        return isPosix(directory)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[] {};
    }

    private static void warnIfOthersMayRead(Path file) throws IOException {
        if (isPosix(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            log.warn("{} can be read by others than its owner; chmod 600 keeps the admin key secret", file);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String random() {
        byte[] bytes = new byte[BITS / Byte.SIZE];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "AdminKey[" + source + "]";
    }
}
