package dev.peerage.bulk;

import dev.peerage.eventstore.Command;
import dev.peerage.eventstore.Written;
import dev.peerage.web.JsonBody;
import dev.peerage.web.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines that are decided in one transaction: many, as each transaction waits for the disk, but not more bytes than one
 * line may have, since what is made of them takes a multiple of that in memory.
 */
final class Chunk {

    static final int MOST_LINES = 500;

    /** A chunk takes no line once it has that many. */
    static final int MOST_BYTES = JsonBody.LARGEST;

    /** A line that is to be decided. */
    record Parsed(long line, Command<? extends Written<?>> command) {}

    /** A line that is rejected as it stands. */
    record Malformed(long line, Problem problem) {}

    private final List<Parsed> parsed = new ArrayList<>();
    private final List<Malformed> malformed = new ArrayList<>();
    private int bytes;

    void add(Lines.Line line, LineParser parser) {
        byte[] content = line.bytes();
        try {
            if (content == null) {
                throw Problem.badRequest("a line has at most " + JsonBody.LARGEST + " bytes");
            }
            bytes += content.length;
            parsed.add(new Parsed(line.number(), parser.command(content)));
        } catch (Problem problem) {
            malformed.add(new Malformed(line.number(), problem));
        }
    }

    boolean isFull() {
        return parsed.size() + malformed.size() >= MOST_LINES || bytes >= MOST_BYTES;
    }

    List<Parsed> parsed() {
        return parsed;
    }

    List<Malformed> malformed() {
        return malformed;
    }
}
