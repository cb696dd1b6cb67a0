package dev.peerage.kernel;

import org.junit.jupiter.api.Tag;

/** The observed-remove element's laws on two million histories. */
@Tag("heavy")
class ObservedRemoveElementLawsAtLengthTest extends ObservedRemoveElementLawsTest {

    @Override
    long histories() {
        return 2_000_000;
    }
}
