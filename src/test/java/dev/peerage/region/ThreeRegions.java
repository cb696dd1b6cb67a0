package dev.peerage.region;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Before each test three regions exchange events, and nothing is left of them afterwards. */
abstract class ThreeRegions {

    final Ledger ledger = new Ledger();
    private final Regions regions = new Regions();
    RegionAlone eu;
    RegionAlone us;
    RegionAlone ap;

    @BeforeEach
    void mesh() {
        RegionAlone[] three = regions.meshed("eu", "us", "ap");
        eu = three[0];
        us = three[1];
        ap = three[2];
    }

    @AfterEach
    void end() {
        regions.close();
    }
}
