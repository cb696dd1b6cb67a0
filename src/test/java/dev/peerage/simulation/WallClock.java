package dev.peerage.simulation;

import java.time.Instant;
import java.time.InstantSource;

/** A region's physical clock, which may be wrong by hours and be put back. */
final class WallClock implements InstantSource {

    private long now;
    private long offset;
    private long highest;

    WallClock(long now) {
        this.now = now;
        this.highest = now;
    }

    /** True time goes on. */
    void at(long trueMillis) {
        now = trueMillis;
        highest = Math.max(highest, millis());
    }

    void wrongBy(long millis) {
        offset = millis;
        highest = Math.max(highest, millis());
    }

    /** The latest that it ever showed. */
    long highest() {
        return highest;
    }

    @Override
    public long millis() {
        return now + offset;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }
}
