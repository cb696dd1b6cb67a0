package dev.peerage;

import dev.peerage.generate.GenerateCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts one region of the directory, or several, or runs the command that the first argument names. */
// what Kafka takes is set up if it is configured: see the module "feed"
@SpringBootApplication(
        excludeName = {
            "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration",
            "org.springframework.boot.kafka.autoconfigure.metrics.KafkaMetricsAutoConfiguration"
        })
public class Peerage {

    static void main(String[] arguments) {
        if (GenerateCommand.isCalledBy(arguments)) {
            System.exit(GenerateCommand.run(arguments));
        }
        OrderlyStop stop = new OrderlyStop();
        try {
            RegionsTogether regions = RegionsTogether.configured(arguments);
            if (regions.areAny()) {
                regions.start(arguments);
            } else {
                SpringApplication.run(Peerage.class, arguments);
            }
        } catch (Throwable failure) {
            stop.failed();
            throw failure;
        }
    }
}
