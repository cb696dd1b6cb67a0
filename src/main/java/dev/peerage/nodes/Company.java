package dev.peerage.nodes;

import java.util.List;

/**
 * The nodes that live, in the order in which they have come.
 *
 * @param numbers theirs
 * @param own the number of the one that looks, which is among them
 */
record Company(List<Integer> numbers, int own) {

    Company {
        numbers = List.copyOf(numbers);
    }

    boolean isAlone() {
        return numbers.size() == 1;
    }

    boolean leads() {
        return numbers.getFirst() == own;
    }

    /** Shares go round. Where there are as many nodes as shares or more, a node that comes changes nothing. */
    boolean isDealt(int share) {
        return numbers.get(share % numbers.size()) == own;
    }
}
