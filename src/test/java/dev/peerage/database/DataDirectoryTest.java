package dev.peerage.database;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peerage.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path directory;

    @Test
    void isForOnePeerageAtATime() {
        try (DataDirectory _ = DataDirectory.claim(directory)) {
            assertThatThrownBy(() -> DataDirectory.claim(directory))
                    .isInstanceOfSatisfying(
                            StartRefused.class,
                            refused -> assertThat(refused.action()).contains("peerage.data-dir"))
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());

            // The refused claim must not have dropped the lock, which POSIX does when any channel to the file is
            // closed.
            try (ChildJvm other = ChildJvm.start(Claim.class, directory.toString())) {
                await().atMost(ofMinutes(1)).until(() -> !other.output().isEmpty());
                assertThat(other.output().getFirst())
                        .contains("Another Peerage is running")
                        .contains("process " + ProcessHandle.current().pid());
            }
        }
    }

    @Test
    void isFreeAfterAKill() {
        try (ChildJvm other = ChildJvm.start(Claim.class, directory.toString())) {
            await().atMost(ofMinutes(1)).until(() -> other.output().contains("claimed"));
            assertThatThrownBy(() -> DataDirectory.claim(directory))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("process " + other.pid());
        }

        DataDirectory.claim(directory).close();
    }

    @Test
    void isTheSameByEveryName() throws IOException {
        Path link =
                Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(directory.resolve("real")));
        try (DataDirectory claimed = DataDirectory.claim(link)) {
            assertThat(claimed.path()).isEqualTo(directory.resolve("real").toRealPath());
            assertThatThrownBy(() -> DataDirectory.claim(directory.resolve("real")))
                    .isInstanceOf(StartRefused.class);
        }
    }

    @Test
    void isMadeForItsOwnerAlone() throws IOException {
        Path made = directory.resolve("new/data");
        try (DataDirectory _ = DataDirectory.claim(made)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void thatCannotBeMadeIsRefusedWithTheReason() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.claim(file.resolve("data")))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(file.toString());
    }

    /** Claims a directory and keeps it. */
    static final class Claim {
        static void main(String[] arguments) throws InterruptedException {
            try (DataDirectory _ = DataDirectory.claim(Path.of(arguments[0]))) {
                System.out.println("claimed");
                Thread.currentThread().join();
            } catch (StartRefused refused) {
                System.out.println(refused.problem());
            }
        }
    }
}
