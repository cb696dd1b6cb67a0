package dev.peerage.views;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Where two generations differ, each told in the order of subjects. Needs no more memory than for what differs. */
final class Comparison {

    /** As many are told; whoever has more has to look at all. */
    static final int MOST = 10_000;

    private static final Digest END = new Digest("", "");

    private Comparison() {}

    /** The first subjects that only one has, or both in different ways. */
    static List<String> differing(Stream<Digest> one, Stream<Digest> other) {
        List<String> differing = new ArrayList<>();
        Iterator<Digest> ones = one.iterator();
        Iterator<Digest> others = other.iterator();
        Digest left = next(ones);
        Digest right = next(others);
        while (left != END || right != END) {
            int order = order(left, right);
            if (order != 0 || !left.equals(right)) {
                differing.add(order <= 0 ? left.subject() : right.subject());
                if (differing.size() == MOST) {
                    return differing;
                }
            }
            left = order <= 0 ? next(ones) : left;
            right = order >= 0 ? next(others) : right;
        }
        return differing;
    }

    private static int order(Digest left, Digest right) {
        return left == END ? 1 : right == END ? -1 : left.subject().compareTo(right.subject());
    }

    private static Digest next(Iterator<Digest> digests) {
        return digests.hasNext() ? digests.next() : END;
    }
}
