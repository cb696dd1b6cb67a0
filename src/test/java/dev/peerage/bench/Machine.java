package dev.peerage.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the figures were measured on. */
final class Machine {

    private Machine() {}

    static Map<String, String> describe(JdbcClient database, Path directory) throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cores", system.getAvailableProcessors() + processor());
        facts.put(
                "memory",
                gibibytes(system.getTotalMemorySize()) + ", of which Java may use "
                        + gibibytes(Runtime.getRuntime().maxMemory()));
        facts.put("load before the start", String.format(Locale.ROOT, "%.1f", system.getSystemLoadAverage()));
        facts.put("operating system", system.getName() + " " + system.getVersion());
        facts.put(
                "Java",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version") + ", "
                        + ManagementFactory.getGarbageCollectorMXBeans()
                                .getFirst()
                                .getName());
        facts.put("PostgreSQL", setting(database, "server_version") + ", embedded");
        facts.put(
                "durability",
                "fsync " + setting(database, "fsync") + ", synchronous_commit "
                        + setting(database, "synchronous_commit") + ", full_page_writes "
                        + setting(database, "full_page_writes"));
        facts.put(
                "disk",
                String.format(
                        Locale.ROOT,
                        "%.2f ms to force 8 KiB to it",
                        Spread.of(forced(directory)).median()));
        return facts;
    }

    private static String processor() throws IOException {
        Path information = Path.of("/proc/cpuinfo");
        if (Files.notExists(information)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(information)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
                    .orElse("");
        }
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    private static String setting(JdbcClient database, String name) {
        return database.sql("select current_setting(:name)")
                .param("name", name)
                .query(String.class)
                .single();
    }

    /** Milliseconds each of some writes took until they were on the disk. */
    private static List<Double> forced(Path directory) throws IOException {
        Path file = directory.resolve("forced");
        List<Double> times = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < 101; i++) {
                long begin = System.nanoTime();
                channel.write(ByteBuffer.allocate(8_192));
                channel.force(false);
                times.add((System.nanoTime() - begin) / 1e6);
            }
        }
        Files.delete(file);
        return times;
    }
}
