package dev.peerage.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The links between all regions, one for each direction. A link carries what its origin itself has written, in order;
 * what other regions have written comes by their links, at their time. After an interruption it sends some events again.
 */
final class Mesh {

    private final List<SimulatedRegion> regions;
    private final boolean[][] paused;
    private final int[][] next;

    Mesh(List<SimulatedRegion> regions) {
        this.regions = regions;
        this.paused = new boolean[regions.size()][regions.size()];
        this.next = new int[regions.size()][regions.size()];
    }

    /** Whether the receiver can reach the origin now. */
    boolean isOpen(int origin, int receiver) {
        return origin != receiver
                && !paused[origin][receiver]
                && regions.get(origin).isUp()
                && regions.get(receiver).isUp();
    }

    void pause(int origin, int receiver, boolean pause) {
        paused[origin][receiver] = pause;
    }

    void resumeAll() {
        for (boolean[] links : paused) {
            Arrays.fill(links, false);
        }
    }

    /** The link is made anew: it goes on after what the receiver has, or a little before. */
    void reconnect(int origin, int receiver, int again) {
        int received =
                regions.get(receiver).log().of(regions.get(origin).name()).size();
        int last = next[origin][receiver];
        next[origin][receiver] = Math.max(0, Math.min(last, received) - again);
    }

    /** All links of a region are made anew. */
    void reconnect(int region, SplittableRandom random) {
        for (int other = 0; other < regions.size(); other++) {
            if (other != region) {
                reconnect(region, other, random.nextInt(4));
                reconnect(other, region, random.nextInt(4));
            }
        }
    }

    /** @return how many events were carried */
    int deliver(int origin, int receiver, int atMost) {
        if (!isOpen(origin, receiver)) {
            return 0;
        }
        List<Event> written = regions.get(origin).own();
        int from = next[origin][receiver];
        int until = Math.min(written.size(), from + atMost);
        for (int i = from; i < until; i++) {
            regions.get(receiver).receive(written.get(i));
        }
        next[origin][receiver] = Math.max(from, until);
        return Math.max(0, until - from);
    }
}
