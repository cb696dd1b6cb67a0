package dev.peerage.bench;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** With {@code -Dbench.record=true}, keeps a flight recording of each section as {@code target/bench/<section>.jfr}. */
record Recorder(Path directory) {

    <T> T record(String section, Callable<T> work) throws Exception {
        if (!Boolean.getBoolean("bench.record")) {
            return work.call();
        }
        try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
            recording.start();
            T result = work.call();
            recording.dump(directory.resolve(section + ".jfr"));
            return result;
        }
    }
}
