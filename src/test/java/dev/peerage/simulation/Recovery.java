package dev.peerage.simulation;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Loss of a region's disk: an older backup takes its place, and before the region writes again, it takes its own newer
 * events back from every peer, as each may have received more of them than the others.
 */
final class Recovery {

    private final List<SimulatedRegion> regions;
    private final Mesh mesh;
    private final Chronicle chronicle;

    Recovery(List<SimulatedRegion> regions, Mesh mesh, Chronicle chronicle) {
        this.regions = regions;
        this.mesh = mesh;
        this.chronicle = chronicle;
    }

    /**
     * What nobody else has is gone then, and its dots are given to other events: no harm as long as nobody has seen
     * them. For an event to be seen and yet be gone, the disk it was written on has to be lost, and that of each region
     * that it had reached, before they have got it from each other again. That is left out here.
     */
    void restore(int index, SplittableRandom random) {
        SimulatedRegion region = regions.get(index);
        int backup = random.nextInt(region.backups());
        BitSet kept = region.numbersIn(backup);
        regions.stream()
                .filter(other -> other != region)
                .forEach(other -> kept.or(other.log().numbers()));
        BitSet gone = chronicle.remaining();
        gone.andNot(kept);
        if (kept.stream().anyMatch(event -> chronicle.event(event).fact().seen().intersects(gone))) {
            return;
        }
        chronicle.gone(gone);
        region.restore(backup, random.nextInt(6));
        mesh.reconnect(index, random);
        chronicle.tell(() -> "%s is restored with %d events; gone are %s"
                .formatted(
                        region,
                        region.log().size(),
                        gone.stream().mapToObj(chronicle::event).toList()));
        finishIfAllWereAsked(region);
    }

    /** Asks one peer that was not asked yet, if one can be reached. */
    void takeBack(int index, SplittableRandom random) {
        SimulatedRegion region = regions.get(index);
        int start = random.nextInt(regions.size());
        for (int i = 0; i < regions.size(); i++) {
            int other = (start + i) % regions.size();
            SimulatedRegion peer = regions.get(other);
            if (mesh.isOpen(other, index) && !region.hasAsked(peer)) {
                int taken = region.takeBackFrom(peer);
                chronicle.tell(() -> "%s takes back %d of its own from %s".formatted(region, taken, peer));
                break;
            }
        }
        finishIfAllWereAsked(region);
    }

    private void finishIfAllWereAsked(SimulatedRegion region) {
        if (region.isRecovering()
                && region.isUp()
                && regions.stream().allMatch(peer -> peer == region || !peer.isPresent() || region.hasAsked(peer))) {
            region.recovered();
            chronicle.tell(() -> region + " has its own events and writes again");
        }
    }
}
