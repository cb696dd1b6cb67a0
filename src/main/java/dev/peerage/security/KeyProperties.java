package dev.peerage.security;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys by configuration.
 *
 * @param adminKey the admin key; if unset or empty, the one in the admin key file, which is made if there is none
 * @param adminKeyFile where the admin key is if it is not configured; if unset, {@code <data-dir>/admin.key}. Regions
 *     that share a key share the file
 * @param keys further keys, by the name of the actor they stand for
 * @param dataDir where the region keeps its data
 */
@ConfigurationProperties("peerage")
record KeyProperties(
        @Nullable String adminKey,
        @Nullable Path adminKeyFile,
        @DefaultValue Map<String, Entry> keys,
        @DefaultValue("./data") Path dataDir) {

    /**
     * A further key.
     *
     * @param key the key
     * @param role what it allows
     */
    record Entry(
            @Nullable String key, @DefaultValue("reader") Role role) {

        /** Without the key: properties get printed. */
        @Override
        public String toString() {
            return "Entry[role=" + role + "]";
        }
    }

    Path keyFile() {
        return adminKeyFile == null ? dataDir.resolve("admin.key") : adminKeyFile;
    }

    /** Without the keys: properties get printed. */
    @Override
    public String toString() {
        return "KeyProperties[keys=" + keys + ", dataDir=" + dataDir + "]";
    }
}
