package dev.peerage.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All orders in which a few things can come. */
public final class Permutations {

    private Permutations() {}

    /** Calls back with each order; there are {@code n!}. */
    public static <T> void forEach(List<T> things, Consumer<List<T>> order) {
        extend(List.of(), things, order);
    }

    private static <T> void extend(List<T> begun, List<T> left, Consumer<List<T>> order) {
        if (left.isEmpty()) {
            order.accept(begun);
            return;
        }
        for (int i = 0; i < left.size(); i++) {
            List<T> longer = new ArrayList<>(begun);
            longer.add(left.get(i));
            List<T> rest = new ArrayList<>(left);
            rest.remove(i);
            extend(longer, rest, order);
        }
    }
}
