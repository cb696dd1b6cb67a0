package dev.peerage.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Splits a stream of bytes at line feeds, in memory bounded by the longest line allowed. */
final class Lines {

    /**
     * A line.
     *
     * @param number counted from 1
     * @param bytes its content, {@code null} if it was too long to be kept
     */
    record Line(long number, byte @Nullable [] bytes) {

        boolean isBlank() {
            if (bytes == null) {
                return false;
            }
            for (byte each : bytes) {
                if (each != ' ' && each != '\t' && each != '\r') {
                    return false;
                }
            }
            return true;
        }
    }

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private long number;

    Lines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** The next line, {@code null} at the end. */
    @Nullable
    Line next() throws IOException {
        byte[] collected = new byte[0];
        boolean tooLong = false;
        boolean begun = false;
        while (true) {
            if (from == to) {
                to = in.read(buffer);
                from = 0;
                if (to <= 0) {
                    from = to = 0;
                    return begun ? line(collected, tooLong) : null;
                }
            }
            begun = true;
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            tooLong |= collected.length + (end - from) > longest;
            collected = tooLong ? new byte[0] : append(collected, from, end);
            boolean ended = end < to;
            from = ended ? end + 1 : end;
            if (ended) {
                return line(collected, tooLong);
            }
        }
    }

    private byte[] append(byte[] collected, int start, int end) {
        if (collected.length == 0) {
            return Arrays.copyOfRange(buffer, start, end);
        }
        byte[] joined = Arrays.copyOf(collected, collected.length + end - start);
        System.arraycopy(buffer, start, joined, collected.length, end - start);
        return joined;
    }

    private Line line(byte[] collected, boolean tooLong) {
        return new Line(++number, tooLong ? null : collected);
    }
}
