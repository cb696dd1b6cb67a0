package dev.peerage.bulk;

import dev.peerage.consistency.Writes;
import dev.peerage.eventstore.Caller;
import dev.peerage.eventstore.Command;
import dev.peerage.eventstore.Commands;
import dev.peerage.eventstore.Decision;
import dev.peerage.eventstore.Written;
import dev.peerage.web.FieldError;
import dev.peerage.web.JsonBody;
import dev.peerage.web.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * One import: reads lines into chunks, and has the commands of a chunk decided in one transaction while the next chunk is read.
 * Chunks follow each other in order, so a line may refer to what a line before it creates.
 */
final class Import {

    private static final int CHUNK = 500;

    private record Parsed(long line, Command<? extends Written<?>> command) {}

    private final LineParser parser;
    private final Commands commands;
    private final Caller caller;
    private final ImportReport report = new ImportReport();

    Import(LineParser parser, Commands commands, Caller caller) {
        this.parser = parser;
        this.commands = commands;
        this.caller = caller;
    }

    ImportReport read(InputStream in) throws IOException {
        Lines lines = new Lines(in, JsonBody.LARGEST);
        try (ExecutorService decider =
                Executors.newSingleThreadExecutor(Thread.ofVirtual().factory())) {
            Future<?> deciding = decider.submit(() -> {});
            boolean more = true;
            while (more) {
                List<Parsed> chunk = new ArrayList<>(CHUNK);
                List<ImportReport.Rejection> malformed = new ArrayList<>();
                more = fill(chunk, malformed, lines);
                await(deciding);
                malformed.forEach(rejection -> report.rejected(rejection.line(), rejection.problem()));
                deciding = decider.submit(() -> decide(chunk));
            }
            await(deciding);
        }
        return report;
    }

    /** @return whether there may be more lines */
    private boolean fill(List<Parsed> chunk, List<ImportReport.Rejection> malformed, Lines lines) throws IOException {
        while (chunk.size() < CHUNK && malformed.size() < CHUNK) {
            Lines.Line line = lines.next();
            if (line == null) {
                return false;
            }
            if (line.isBlank()) {
                continue;
            }
            byte[] bytes = line.bytes();
            try {
                if (bytes == null) {
                    throw Problem.badRequest("a line has at most " + JsonBody.LARGEST + " bytes");
                }
                chunk.add(new Parsed(line.number(), parser.command(bytes)));
            } catch (Problem problem) {
                malformed.add(new ImportReport.Rejection(line.number(), text(problem)));
            }
        }
        return true;
    }

    private void decide(List<Parsed> chunk) {
        List<Decision> decisions =
                commands.sendAll(chunk.stream().map(Parsed::command).toList(), caller);
        for (int i = 0; i < chunk.size(); i++) {
            switch (decisions.get(i)) {
                case Decision.Taken(Written<?> written, long position) -> report.taken(written.changed(), position);
                case Decision.Taken taken -> throw new IllegalStateException("unexpected result " + taken.result());
                case Decision.Refused(RuntimeException why) ->
                    report.rejected(chunk.get(i).line(), text(Writes.problem(why)));
            }
        }
    }

    private static String text(Problem problem) {
        return problem.errors().isEmpty()
                ? problem.detail()
                : problem.errors().stream().map(Import::text).collect(Collectors.joining("; "));
    }

    private static String text(FieldError error) {
        return error.field() + " " + error.message();
    }

    private static void await(Future<?> deciding) throws IOException {
        try {
            deciding.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        }
    }
}
