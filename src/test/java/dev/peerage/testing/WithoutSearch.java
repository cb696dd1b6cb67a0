package dev.peerage.testing;

import dev.peerage.Peerage;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Peerage without the view that search rests on, whose index a node would keep to itself: what is left can run on several
 * nodes. Nothing can be found by words.
 */
public final class WithoutSearch implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** A node in a process of its own. */
    public static void main(String[] arguments) {
        SpringApplication peerage = new SpringApplication(Peerage.class);
        peerage.addInitializers(new WithoutSearch());
        peerage.run(arguments);
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.addBeanFactoryPostProcessor(factory -> {
            BeanDefinitionRegistry registry = (BeanDefinitionRegistry) factory;
            registry.removeBeanDefinition("searchView");
            registry.removeBeanDefinition("searchIndexKept");
        });
    }
}
