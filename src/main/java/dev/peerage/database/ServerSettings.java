package dev.peerage.database;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * PostgreSQL's settings for a log of events that is written all the time, on a machine it shares with the application.
 */
final class ServerSettings {

    static final String HOST = "127.0.0.1";

    private ServerSettings() {}

    /**
     * The settings of a start.
     *
     * @param port the port to listen on
     * @param overrides settings that replace those given here
     */
    static Map<String, String> on(int port, Map<String, String> overrides) {
        Map<String, String> settings = new LinkedHashMap<>();
        // Nobody but this machine, and no socket files in /tmp.
        settings.put("listen_addresses", HOST);
        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", "100");
        // What was acknowledged is on the disk.
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        // Rare checkpoints: after each, the first change of a page logs the whole page. Compressing those with pglz,
        // all that the binaries have,
        // would cost the writer more than it saves.
        settings.put("shared_buffers", "256MB");
        settings.put("wal_buffers", "16MB");
        settings.put("checkpoint_timeout", "15min");
        settings.put("max_wal_size", "4GB");
        settings.put("min_wal_size", "256MB");
        settings.put("work_mem", "16MB");
        settings.put("maintenance_work_mem", "128MB");
        settings.put("random_page_cost", "1.1");
        settings.put("jit", "off");
        // Other regions replicate from here and to here: a slot, a sender, an origin and an apply worker with its
        // synchronising ones for each.
        settings.put("wal_level", "logical");
        settings.put("max_replication_slots", "16");
        settings.put("max_wal_senders", "16");
        settings.put("max_active_replication_origins", "16");
        settings.put("max_logical_replication_workers", "16");
        settings.put("max_worker_processes", "24");
        // A link that is cut without a word is noticed by either side within seconds, and tried again every half
        // second.
        settings.put("wal_sender_timeout", "10s");
        settings.put("wal_receiver_timeout", "10s");
        settings.put("wal_retrieve_retry_interval", "500ms");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        settings.put("datestyle", "iso, ymd");
        settings.put("lc_messages", "C");
        settings.put("log_line_prefix", "%m [%p] %b ");
        settings.putAll(overrides);
        return settings;
    }
}
