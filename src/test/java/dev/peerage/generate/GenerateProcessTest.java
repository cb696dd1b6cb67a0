package dev.peerage.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.Peerage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as the operating system sees it: a process of its own, started as the application is. */
class GenerateProcessTest {

    @TempDir
    private Path directory;

    private Process start(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(Peerage.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(errors().toFile()).start();
    }

    private Path errors() {
        return directory.resolve("errors");
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void bytesDependNeitherOnTheLocaleNorOnTheEncodingNorOnTheZone() throws Exception {
        Process process = start(
                List.of(
                        "-Duser.language=tr",
                        "-Duser.country=TR",
                        "-Dfile.encoding=ISO-8859-1",
                        "-Duser.timezone=Asia/Tokyo"),
                "generate",
                "--users",
                "2000",
                "--groups",
                "150",
                "--seed",
                "7");

        byte[] bytes = process.getInputStream().readAllBytes();

        assertThat(exitCode(process)).isZero();
        assertThat(Generated.sha256(bytes)).isEqualTo(DatasetTest.SHA_256_OF_SMALL);
        assertThat(errors()).isEmptyFile();
    }

    @Test
    void readerThatLeavesEarlyEndsItQuietly() throws Exception {
        Process process = start(List.of(), "generate", "--users", "10000000", "--groups", "10");

        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(reader.readLine()).startsWith("{\"user\":");
        }

        assertThat(exitCode(process)).isZero();
        assertThat(errors()).isEmptyFile();
    }

    @Test
    void badArgumentsEndWithTwo() throws Exception {
        Process process = start(List.of(), "generate", "--users", "none");

        assertThat(process.getInputStream().readAllBytes()).isEmpty();
        assertThat(exitCode(process)).isEqualTo(2);
        assertThat(Files.readString(errors())).startsWith("Invalid value for option '--users'");
    }
}
