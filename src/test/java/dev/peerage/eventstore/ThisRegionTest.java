package dev.peerage.eventstore;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.peerage.database.StartRefused;
import dev.peerage.kernel.Region;
import org.junit.jupiter.api.Test;

class ThisRegionTest {

    @Test
    void databaseOfOneRegionIsNeverAnothers() {
        try (TestRegion eu = TestRegion.create()) {
            assertThatNoException().isThrownBy(() -> ThisRegion.claim(Region.of("eu"), eu.database()));
            assertThatExceptionOfType(StartRefused.class)
                    .isThrownBy(() -> ThisRegion.claim(Region.of("us"), eu.database()))
                    .withMessage("The database is that of the region eu, and peerage.region is us.");
        }
    }
}
