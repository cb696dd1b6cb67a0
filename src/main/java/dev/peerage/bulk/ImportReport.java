package dev.peerage.bulk;

import dev.peerage.web.FieldError;
import dev.peerage.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;

/** What became of an import's lines. Each line that is not blank counts once, as accepted, unchanged or rejected. */
final class ImportReport {

    /** How many rejected lines are told one by one. Beyond that they are only counted: the answer stays small. */
    static final int MOST_REJECTIONS = 10_000;

    /** How many of a line's errors are told. */
    static final int MOST_ERRORS = 5;

    private static final String RESTART_SECONDS = "10";

    /** A line that was not taken, and why; lines are counted from 1. */
    @Schema(name = "RejectedLine")
    record Rejection(long line, String problem) {}

    /**
     * The answer.
     *
     * @param accepted lines that changed something
     * @param unchanged lines that held already
     * @param rejected the first {@value #MOST_REJECTIONS} lines that were not taken
     * @param rejectedCount all that were not taken
     */
    @Schema(name = "ImportReport", example = """
            {
              "accepted": 2,
              "unchanged": 0,
              "rejected": [{"line": 3, "problem": "user/marge is not known here"}],
              "rejectedCount": 1
            }""")
    record Answer(long accepted, long unchanged, List<Rejection> rejected, long rejectedCount) {}

    private long accepted;
    private long unchanged;
    private long rejectedCount;
    private long position;
    private boolean cutShort;
    private final List<Rejection> rejected = new ArrayList<>();

    void taken(boolean changed, long upTo) {
        if (changed) {
            accepted++;
        } else {
            unchanged++;
        }
        position = Math.max(position, upTo);
    }

    void rejected(long line, Problem why) {
        rejectedCount++;
        if (rejected.size() < MOST_REJECTIONS) {
            rejected.add(new Rejection(line, text(why)));
        }
    }

    private static String text(Problem problem) {
        List<FieldError> errors = problem.errors();
        if (errors.isEmpty()) {
            return problem.detail();
        }
        String told = errors.stream()
                .limit(MOST_ERRORS)
                .map(error -> error.field() + " " + error.message())
                .collect(Collectors.joining("; "));
        return errors.size() <= MOST_ERRORS ? told : told + "; and " + (errors.size() - MOST_ERRORS) + " more";
    }

    /** There was more to read. */
    void cutShort() {
        cutShort = true;
    }

    boolean isCutShort() {
        return cutShort;
    }

    /** What is told of an import that was cut short: no rejected line by its number, as its repetition will tell it. */
    Problem interrupted() {
        return Problem.of(
                        503,
                        "import-interrupted",
                        ("Peerage is about to stop. Of the lines so far, %d were accepted, %d unchanged and %d rejected; the rest"
                                        + " was not read. Send all of them again: what holds already is not changed.")
                                .formatted(accepted, unchanged, rejectedCount))
                .with(HttpHeaders.RETRY_AFTER, RESTART_SECONDS);
    }

    /** Of the last event that was written, 0 if none was. */
    long position() {
        return position;
    }

    Answer answer() {
        rejected.sort(Comparator.comparingLong(Rejection::line));
        return new Answer(accepted, unchanged, List.copyOf(rejected), rejectedCount);
    }
}
