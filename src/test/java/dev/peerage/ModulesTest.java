package dev.peerage;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** Modules use each other as their package-info says, without cycles, and only what is public. */
class ModulesTest {

    @Test
    void modulesUseWhatTheyMayUse() {
        ApplicationModules.of(Peerage.class).verify();
    }
}
