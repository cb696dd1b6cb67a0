package dev.peerage.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A {@link LoadGenerator} in a process of its own. */
final class Load implements AutoCloseable {

    private final Path directory;
    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    /** What a run gave; times in milliseconds. */
    record Result(double perSecond, double p50, double p99) {}

    private Load(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static Load on(Application application, Path directory) throws IOException {
        Process process = JavaProcess.of(
                        List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        LoadGenerator.class,
                        List.of())
                .start();
        Load load = new Load(directory, process);
        load.send(application.port() + " " + Application.authorization());
        return load;
    }

    /** Writes paths down, to be asked for at random. */
    Path paths(String name, List<String> paths) throws IOException {
        return Files.write(directory.resolve(name + ".paths"), paths);
    }

    /** @throws IOException if an answer was not 200 */
    Result run(int connections, Duration time, Path paths) throws IOException {
        send(connections + " " + time.toMillis() + " " + paths.toAbsolutePath());
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the load generator has failed");
        }
        String[] numbers = answer.split(" ", 4);
        double seconds = Long.parseLong(numbers[1]) / 1e9;
        return new Result(
                Long.parseLong(numbers[0]) / seconds,
                Long.parseLong(numbers[2]) / 1e6,
                Long.parseLong(numbers[3]) / 1e6);
    }

    private void send(String line) throws IOException {
        commands.write(line + "\n");
        commands.flush();
    }

    @Override
    public void close() throws IOException {
        commands.close();
        process.destroy();
    }
}
