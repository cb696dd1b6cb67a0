package dev.peerage.views;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How views are checked against the log.
 *
 * @param interval how long to rest after each sample, 10 ms to 1 h
 * @param sample how many subjects to look at in each view, 1,000 at most; with 0 none is checked
 */
@ConfigurationProperties("peerage.verify")
record VerifyProperties(
        @DefaultValue("1s") Duration interval,
        @DefaultValue("250") int sample) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST = 1_000;

    VerifyProperties {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("peerage.verify.interval has to be 10 ms to 1 h, and is " + interval);
        }
        if (sample < 0 || sample > MOST) {
            throw new IllegalArgumentException("peerage.verify.sample has to be 0 to " + MOST + ", and is " + sample);
        }
    }
}
