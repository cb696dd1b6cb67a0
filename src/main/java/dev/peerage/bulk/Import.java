package dev.peerage.bulk;

import dev.peerage.consistency.Writes;
import dev.peerage.eventstore.Command;
import dev.peerage.eventstore.Decision;
import dev.peerage.eventstore.Written;
import dev.peerage.web.JsonBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * One import: reads lines into chunks, and has the commands of a chunk decided in one transaction while the next chunk
 * is read. Chunks follow each other in order, so a line may refer to what a line before it creates. What has been read
 * is decided, whatever keeps it from reading on.
 */
final class Import {

    private final LineParser parser;
    private final Function<List<? extends Command<?>>, List<Decision>> commands;
    private final BooleanSupplier mustEnd;
    private final ImportReport report = new ImportReport();

    /**
     * @param commands decides the commands of a chunk
     * @param mustEnd asked before each line
     */
    Import(LineParser parser, Function<List<? extends Command<?>>, List<Decision>> commands, BooleanSupplier mustEnd) {
        this.parser = parser;
        this.commands = commands;
        this.mustEnd = mustEnd;
    }

    /** @throws IOException if the lines cannot be read to their end; those read before are decided */
    ImportReport read(InputStream in) throws IOException {
        Lines lines = new Lines(in, JsonBody.LARGEST);
        IOException broken = null;
        try (ExecutorService decider =
                Executors.newSingleThreadExecutor(Thread.ofVirtual().factory())) {
            Future<?> deciding = decider.submit(() -> {});
            boolean more = true;
            while (more) {
                Chunk chunk = new Chunk();
                try {
                    more = fill(chunk, lines);
                } catch (IOException e) {
                    broken = e;
                    more = false;
                }
                await(deciding);
                deciding = decider.submit(() -> decide(chunk));
            }
            await(deciding);
        }
        if (broken != null) {
            throw broken;
        }
        return report;
    }

    /** @return whether there may be more lines */
    private boolean fill(Chunk chunk, Lines lines) throws IOException {
        while (!chunk.isFull()) {
            if (mustEnd.getAsBoolean()) {
                report.cutShort();
                return false;
            }
            Lines.Line line = lines.next();
            if (line == null) {
                return false;
            }
            if (!line.isBlank()) {
                chunk.add(line, parser);
            }
        }
        return true;
    }

    private void decide(Chunk chunk) {
        chunk.malformed().forEach(malformed -> report.rejected(malformed.line(), malformed.problem()));
        List<Chunk.Parsed> parsed = chunk.parsed();
        List<Decision> decisions =
                commands.apply(parsed.stream().map(Chunk.Parsed::command).toList());
        for (int i = 0; i < parsed.size(); i++) {
            switch (decisions.get(i)) {
                case Decision.Taken(Written<?> written, long position) -> report.taken(written.changed(), position);
                case Decision.Taken taken -> throw new IllegalStateException("unexpected result " + taken.result());
                case Decision.Refused(RuntimeException why) ->
                    report.rejected(parsed.get(i).line(), Writes.problem(why));
            }
        }
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
