package dev.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.testing.PeerageTest;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * Axon's configuration brings a checker that reports to its makers, and a task that ends units of work by a clock and
 * has a race that stops processors. Neither is used, since its configuration is not.
 */
@PeerageTest
class NothingPhonesHomeTest {

    @Autowired
    ApplicationContext application;

    @Test
    void noClassOfTheUpdateCheckerOrTheTimeLimitIsEvenLoaded() throws JMException {
        assertThat(loadedClasses())
                .contains("dev.peerage.eventstore.Commands")
                .noneMatch(name -> name.startsWith("org.axonframework.updates."))
                .noneMatch(name -> name.startsWith("org.axonframework.messaging.timeout."))
                .noneMatch(name -> name.startsWith("org.axonframework.config."));
    }

    @Test
    void noBeanIsTheirs() {
        assertThat(application.getBeanDefinitionNames())
                .extracting(name -> String.valueOf(application.getType(name)))
                .isNotEmpty()
                .noneMatch(type -> type.contains("org.axonframework.updates") || type.contains("AxonServer"));
    }

    @Test
    void noThreadIsTheirs() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("UpdateChecker") || name.contains("axon-janitor"));
    }

    /** The virtual machine's own list, one line a class, each indented by dashes and bars. */
    private static List<String> loadedClasses() throws JMException {
        String hierarchy = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "vmClassHierarchy",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return hierarchy
                .lines()
                .map(line -> line.replaceFirst("^[|\\- ]+", "").replaceFirst("/.*", ""))
                .toList();
    }
}
