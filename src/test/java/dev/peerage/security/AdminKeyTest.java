package dev.peerage.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class AdminKeyTest {

    @TempDir
    private Path directory;

    @Test
    void aKeyIsMadeOnceForItsOwnerAlone(CapturedOutput output) throws IOException {
        Path file = directory.resolve("new/data/admin.key");

        AdminKey made = AdminKey.inFile(file);

        assertThat(made.value()).matches("[A-Za-z0-9_-]{43}");
        assertThat(made.source()).isEqualTo("in " + file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(AdminKey.inFile(file)).isEqualTo(made);
        assertThat(AdminKey.inFile(directory.resolve("other.key")).value()).isNotEqualTo(made.value());
        try (Stream<Path> files = Files.list(file.resolveSibling(""))) {
            assertThat(files).containsExactly(file);
        }
        assertThat(output).doesNotContain(made.value());
    }

    @Test
    void processesThatStartAtOnceAgreeOnTheKey() throws Exception {
        for (int round = 0; round < 20; round++) {
            Path file = directory.resolve("shared-" + round + ".key");
            CyclicBarrier start = new CyclicBarrier(8);
            Callable<String> process = () -> {
                start.await();
                return AdminKey.inFile(file).value();
            };
            try (ExecutorService processes = Executors.newFixedThreadPool(8)) {
                List<String> values = processes
                        .invokeAll(Stream.generate(() -> process).limit(8).toList())
                        .stream()
                        .map(future -> future.resultNow())
                        .distinct()
                        .toList();
                assertThat(values).hasSize(1);
            }
        }
    }

    @Test
    void aKeyThatSomebodyPutThereIsTaken(CapturedOutput output) throws IOException {
        Path file = Files.writeString(directory.resolve("admin.key"), "  my-own-key\r\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(AdminKey.inFile(file).value()).isEqualTo("my-own-key");
        assertThat(output).doesNotContain("WARN");
    }

    @Test
    void aFileThatOthersMayReadIsWarnedOf(CapturedOutput output) throws IOException {
        Path file = Files.writeString(directory.resolve("admin.key"), "my-own-key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(AdminKey.inFile(file).value()).isEqualTo("my-own-key");
        assertThat(output).contains("WARN", file.toString(), "chmod 600").doesNotContain("my-own-key");
    }

    @Test
    void anEmptyFileIsNoKey() throws IOException {
        Path file = Files.writeString(directory.resolve("admin.key"), "\n");

        assertThatExceptionOfType(KeyUnusable.class)
                .isThrownBy(() -> AdminKey.inFile(file))
                .withMessage("The admin key file %s is empty.".formatted(file))
                .satisfies(failure -> assertThat(failure.remedy()).contains("Delete it", "peerage.admin-key"));
    }

    @Test
    void aFileThatCannotBeReadIsToldClearly() throws IOException {
        Path unreadable = Files.createDirectory(directory.resolve("admin.key"));
        Path unmakeable = Files.createFile(directory.resolve("file")).resolve("admin.key");

        for (Path file : List.of(unreadable, unmakeable)) {
            assertThatExceptionOfType(KeyUnusable.class)
                    .isThrownBy(() -> AdminKey.inFile(file))
                    .withMessageContaining(file.toString());
        }
    }
}
