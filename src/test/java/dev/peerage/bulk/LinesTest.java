package dev.peerage.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void aLastLineNeedsNoLineFeed() throws IOException {
        assertThat(read("a\nb", 10)).containsExactly("1:a", "2:b");
        assertThat(read("a\nb\n", 10)).containsExactly("1:a", "2:b");
        assertThat(read("", 10)).isEmpty();
    }

    @Test
    void blankLinesCountInTheNumbering() throws IOException {
        assertThat(read("\n \t\r\nx", 10)).containsExactly("1:blank", "2:blank", "3:x");
    }

    @Test
    void aLineThatIsTooLongIsNotKeptAndTheNextOneIsRead() throws IOException {
        String tooLong = "x".repeat(200_000);

        assertThat(read("abc\n" + tooLong + "\ndef\nabcd", 3))
                .containsExactly("1:abc", "2:too long", "3:def", "4:too long");
        assertThat(read(tooLong + "x\n" + tooLong, 200_000))
                .as("in several pieces")
                .containsExactly("1:too long", "2:" + tooLong);
    }

    @Test
    void aLineThatIsTooLongTakesNoMemory() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Lines lines = new Lines(new ByteArrayInputStream(new byte[8 << 20]), 100_000);
        long before = threads.getCurrentThreadAllocatedBytes();

        Lines.Line line = lines.next();

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
        assertThat(line).isEqualTo(new Lines.Line(1, null));
    }

    @Test
    void linesAreTheSameHoweverTheBytesArrive() throws IOException {
        long seed = Long.getLong("peerage.seed", 20_261_124L);
        Random random = new Random(seed);
        List<String> written = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            String line = "é".repeat(random.nextInt(1_000)) + i;
            written.add(line);
            expected.add(i + ":" + line);
        }

        assertThat(read(dribbling(String.join("\n", written), random), 10_000))
                .as("seed " + seed)
                .isEqualTo(expected);
    }

    private static List<String> read(String text, int longest) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), longest);
    }

    private static List<String> read(InputStream in, int longest) throws IOException {
        Lines lines = new Lines(in, longest);
        List<String> read = new ArrayList<>();
        for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
            byte[] bytes = line.bytes();
            String content =
                    bytes == null ? "too long" : line.isBlank() ? "blank" : new String(bytes, StandardCharsets.UTF_8);
            read.add(line.number() + ":" + content);
        }
        return read;
    }

    /** Gives its bytes in pieces of random length, as a network does. */
    private static InputStream dribbling(String text, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new InputStream() {
            private int position;

            @Override
            public int read() {
                throw new AssertionError("not a byte at a time");
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (position == bytes.length) {
                    return -1;
                }
                int count = Math.min(Math.min(length, bytes.length - position), 1 + random.nextInt(700));
                byte[] piece = Arrays.copyOfRange(bytes, position, position + count);
                System.arraycopy(piece, 0, into, offset, count);
                position += count;
                return count;
            }
        };
    }
}
