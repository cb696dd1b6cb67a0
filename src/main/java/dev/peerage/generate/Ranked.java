package dev.peerage.generate;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Values that are drawn with different frequencies. Weights are integers: no platform's floating point is involved. */
final class Ranked<T> {

    private static final int SCALE = 1 << 24;

    private final List<T> values;
    private final long[] upTo;

    private Ranked(List<T> values, long[] upTo) {
        if (values.isEmpty() || upTo[upTo.length - 1] <= 0) {
            throw new IllegalArgumentException("nothing to draw from: " + values);
        }
        this.values = values;
        this.upTo = upTo;
    }

    /** Each value as often as its weight says; weights are positive. */
    static <T> Ranked<T> weighted(List<T> values, ToIntFunction<? super T> weight) {
        long[] upTo = new long[values.size()];
        long sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += weight.applyAsInt(values.get(i));
            upTo[i] = sum;
        }
        return new Ranked<>(List.copyOf(values), upTo);
    }

    /**
     * Values in order of frequency, by the Zipf-Mandelbrot law with exponent 1: the value at rank r (from 1) has the
     * weight 1 / (r + shift). Names follow it closely; the larger the shift, the more even the frequent ones are.
     */
    static <T> Ranked<T> byRank(List<T> values, int shift) {
        long[] upTo = new long[values.size()];
        long sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += SCALE / (i + 1 + shift);
            upTo[i] = sum;
        }
        return new Ranked<>(List.copyOf(values), upTo);
    }

    T draw(Draws draws) {
        long drawn = draws.below(upTo[upTo.length - 1]);
        int found = Arrays.binarySearch(upTo, drawn + 1);
        return values.get(found >= 0 ? found : -found - 1);
    }

    /** The same frequencies for other values. */
    <R> Ranked<R> map(Function<? super T, R> mapper) {
        return new Ranked<>(values.stream().map(mapper).toList(), upTo);
    }

    List<T> values() {
        return values;
    }
}
