package dev.peerage.kernel;

import org.junit.jupiter.api.Tag;

/** The register's laws on two million histories. */
@Tag("heavy")
class RegisterLawsAtLengthTest extends RegisterLawsTest {

    @Override
    long histories() {
        return 2_000_000;
    }
}
