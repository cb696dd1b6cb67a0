package dev.peerage.testing;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/** Gives an application context a database and a data directory of its own. */
public final class TestDatabaseInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String VERIFIED = "peerage.verify.sample";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestDatabase database = TestDatabase.createMigrated();
        TestPropertyValues.of(
                        "spring.datasource.url=" + database.url(),
                        "spring.datasource.username=" + database.username(),
                        "spring.datasource.password=" + database.password(),
                        // Contexts stay open until the JVM ends, and share the server's connections.
                        "spring.datasource.hikari.minimum-idle=1",
                        "peerage.data-dir=" + TestDirectory.next())
                .applyTo(context);
        if (!context.getEnvironment().containsProperty(VERIFIED)) {
            // and what they hold is checked by those alone that are about it
            TestPropertyValues.of(VERIFIED + "=0").applyTo(context);
        }
        TestDirectory.closeAtTheEnd(context);
        TestDirectory.endAfterApplicationContexts();
        context.addApplicationListener((ContextClosedEvent _) -> TestDirectory.isClosed(context));
    }
}
