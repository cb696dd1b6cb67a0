package dev.peerage.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A Java program in a process of its own, to be killed. */
public final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final Thread reader;

    private ChildJvm(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /** Starts the class's {@code main} with this JVM's class path. */
    public static ChildJvm start(Class<?> main, String... arguments) {
        return startOn(System.getProperty("java.class.path"), main.getName(), arguments);
    }

    /** Starts the {@code main} of a class that is on another class path. */
    public static ChildJvm startOn(String classPath, String main, String... arguments) {
        return start(List.of("-cp", classPath, main), arguments);
    }

    /** Starts a jar that brings its own class path. */
    public static ChildJvm start(Path jar, String... arguments) {
        return start(List.of("-jar", jar.toString()), arguments);
    }

    private static ChildJvm start(List<String> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(program);
        command.addAll(List.of(arguments));
        try {
            return new ChildJvm(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                output.add(line);
            }
        } catch (IOException _) {
            // The process was killed.
        }
    }

    /** The lines it has printed so far. */
    public List<String> output() {
        return List.copyOf(output);
    }

    /** Asks it to end as {@code kill -TERM} does, and waits for that. Returns its exit status. */
    public int terminate() throws InterruptedException {
        // Process.destroy would close its output as well.
        process.toHandle().destroy();
        return end();
    }

    /** Waits for its end. Returns its exit status. */
    public int end() throws InterruptedException {
        int status = process.waitFor();
        reader.join();
        return status;
    }

    /** Whether it has not ended yet. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Ends it as {@code kill -9} does, if it still runs, and waits until it has. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
