package dev.peerage.nodes;

import dev.peerage.database.StartRefused;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a node may run beside those that have come before it: not if one of them, or itself, keeps something that all would
 * have to share.
 */
final class Admission {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final NodeTable table;
    private final NodeTable.Node self;
    private final List<KeptByNode> kept;

    Admission(NodeTable table, NodeTable.Node self, List<KeptByNode> kept) {
        this.table = table;
        this.self = self;
        this.kept = kept;
    }

    /**
     * Returns at once if there is nothing to refuse. Of one that may have ended without PostgreSQL's notice, as its machine has,
     * it waits to hear.
     *
     * @throws StartRefused if there can be but one
     */
    void mustBeAdmitted() {
        Map<Integer, Instant> seen = new HashMap<>();
        while (true) {
            table.removeDead(self.number());
            List<NodeTable.Node> others = table.all().stream()
                    .filter(other -> other.number() < self.number())
                    .filter(other -> self.keeps() != null || other.keeps() != null)
                    .toList();
            if (others.isEmpty()) {
                return;
            }
            for (NodeTable.Node other : others) {
                Instant before = seen.putIfAbsent(other.number(), other.seen());
                if (before != null && other.seen().isAfter(before)) {
                    throw refused(other);
                }
            }
            pause();
        }
    }

    private StartRefused refused(NodeTable.Node other) {
        String what = Optional.ofNullable(self.keeps())
                .or(() -> Optional.ofNullable(other.keeps()))
                .orElseThrow();
        String who = self.keeps() != null && other.keeps() != null
                ? "each of them keeps %s to itself"
                : self.keeps() != null ? "this one keeps %s to itself" : "that one keeps %s to itself";
        return new StartRefused(
                "Another node of this region runs on this database, %s since %s, and %s: what one of them writes the other would not have."
                        .formatted(other.name(), other.since(), who.formatted(what)),
                "Stop that one, or have them share it. "
                        + kept.stream().findFirst().map(KeptByNode::howToShare).orElse(""));
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at the start", interrupted);
        }
    }
}
