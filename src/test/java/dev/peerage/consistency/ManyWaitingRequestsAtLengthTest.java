package dev.peerage.consistency;

import org.junit.jupiter.api.Tag;

/** Ten thousand requests that wait. */
@Tag("heavy")
class ManyWaitingRequestsAtLengthTest extends ManyWaitingRequestsTest {

    @Override
    int clients() {
        return 10_000;
    }
}
