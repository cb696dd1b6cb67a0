package dev.peerage.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peerage.eventstore.Command;
import dev.peerage.eventstore.Decision;
import dev.peerage.eventstore.Written;
import dev.peerage.web.FieldReader;
import dev.peerage.web.JsonBody;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How lines become batches of commands, and what is told of them, without a database. */
class ImportTest {

    private final List<List<String>> decided = new ArrayList<>();
    private boolean stopping;

    @Test
    void aBatchHasAtMostSoManyLines() throws IOException {
        ImportReport.Answer report = read(lines(1_203, 10)).answer();

        assertThat(decided).extracting(List::size).containsExactly(500, 500, 203);
        assertThat(report.accepted()).isEqualTo(1_203);
    }

    @Test
    void aBatchOfLongLinesHasFewOfThem() throws IOException {
        read(lines(10, 300_000));

        assertThat(decided).extracting(List::size).containsExactly(4, 4, 2);
    }

    @Test
    void lineAsLongAsALineMayBeIsABatchOfItsOwn() throws IOException {
        String longest = line("0", Chunk.MOST_BYTES - line("0", 0).length());

        read(in(longest + "\n" + longest + "\n" + line("1", 0)));

        assertThat(decided).extracting(List::size).containsExactly(1, 1, 1);
    }

    @Test
    void longLinesThatAreRejectedCountAsWell() throws IOException {
        String wrong = "{\"star\":{\"x\":\"" + "y".repeat(600_000) + "\"}}\n";

        read(in(wrong.repeat(2) + line("1", 0)));

        assertThat(decided).extracting(List::size).containsExactly(0, 1);
    }

    @Test
    void whatWasReadBeforeTheConnectionBrokeIsDecided() {
        InputStream breaking = new SequenceInputStream(lines(3, 10), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new EOFException("it broke");
            }
        });

        assertThatThrownBy(() -> read(breaking)).isInstanceOf(EOFException.class);

        assertThat(decided).containsExactly(List.of("0", "1"));
    }

    @Test
    void anImportThatMustEndDecidesWhatItHasReadAndTellsSo() throws IOException {
        InputStream endless = new SequenceInputStream(lines(700, 10), new InputStream() {
            @Override
            public int read() {
                stopping = true;
                return '\n';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                into[offset] = (byte) read();
                return 1;
            }
        });

        ImportReport report = read(endless);

        assertThat(decided).extracting(List::size).containsExactly(500, 200);
        assertThat(report.isCutShort()).isTrue();
        assertThat(report.interrupted().status()).isEqualTo(503);
        assertThat(report.interrupted().detail()).contains("700 were accepted, 0 unchanged and 0 rejected");
        assertThat(report.interrupted().headers()).containsKey("Retry-After");
    }

    @Test
    void anImportThatIsReadToItsEndIsNotCutShort() throws IOException {
        assertThat(read(lines(3, 10)).isCutShort()).isFalse();
    }

    @Test
    void ofALineWithManyErrorsTheFirstAreTold() throws IOException {
        String unknown = IntStream.range(0, 9)
                .mapToObj(i -> "\"x%d\":1".formatted(i))
                .collect(Collectors.joining(",", "{\"star\":{\"id\":\"a\",\"text\":\"\",", "}}"));

        ImportReport.Answer report = read(in(unknown)).answer();

        assertThat(report.rejected())
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.problem())
                        .startsWith("x0 is not a field of this resource; x1 is")
                        .endsWith("x4 is not a field of this resource; and 4 more"));
    }

    private ImportReport read(InputStream in) throws IOException {
        return new Import(new LineParser(List.of(new Stars())), this::decide, () -> stopping).read(in);
    }

    private List<Decision> decide(List<? extends Command<?>> commands) {
        decided.add(commands.stream().map(Command::subject).toList());
        return commands.stream()
                .<Decision>map(_ -> new Decision.Taken(new Written<>("", true, true), 1))
                .toList();
    }

    private static InputStream lines(int count, int length) {
        return in(IntStream.range(0, count)
                .mapToObj(i -> line(String.valueOf(i), length))
                .collect(Collectors.joining("\n")));
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static String line(String id, int length) {
        return "{\"star\":{\"id\":\"%s\",\"text\":\"%s\"}}".formatted(id, "*".repeat(length));
    }

    private record Star(String subject) implements Command<Written<String>> {}

    private static final class Stars implements Importable {

        @Override
        public String field() {
            return "star";
        }

        @Override
        public Star command(JsonBody resource) {
            FieldReader fields = resource.fields();
            var id = fields.required("id", text -> text);
            fields.required("text", text -> text);
            fields.finish();
            return new Star(id.get());
        }
    }
}
