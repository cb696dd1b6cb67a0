package dev.peerage.eventstore;

import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The machine's clock, unless there is another: a test's may stand still or be an hour ahead. */
@Configuration(value = "wallClockConfiguration", proxyBeanMethods = false)
class WallClock {

    @Bean
    @ConditionalOnMissingBean
    InstantSource wallClock() {
        return InstantSource.system();
    }
}
