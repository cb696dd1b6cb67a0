package dev.peerage.simulation;

import org.junit.jupiter.api.Tag;

/** The simulation of a million seeds. */
@Tag("heavy")
class SimulationAtLengthTest extends SimulationTest {

    @Override
    long seeds() {
        return 1_000_000;
    }
}
