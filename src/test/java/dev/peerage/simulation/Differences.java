package dev.peerage.simulation;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Two accounts of a directory that should be equal, and where they are not. */
final class Differences {

    private Differences() {}

    static void mustBeNone(String what, Object expected, Object actual) {
        mustBeNone(() -> what, expected, actual);
    }

    static void mustBeNone(Supplier<String> what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            List<String> wanted = lines(expected);
            List<String> got = lines(actual);
            throw new AssertionError("%s%nshould have%n%s%nbut has%n%s"
                    .formatted(what.get(), without(got, wanted), without(wanted, got)));
        }
    }

    private static List<String> lines(Object account) {
        return account instanceof Map<?, ?> map
                ? map.entrySet().stream().map(Object::toString).toList()
                : account.toString().lines().toList();
    }

    private static String without(List<String> others, List<String> lines) {
        Stream<String> own = lines.stream().filter(line -> !others.contains(line));
        return String.join("\n", own.map(line -> "  " + line).toList());
    }
}
