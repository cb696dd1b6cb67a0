package dev.peerage;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts one region of the directory. */
@SpringBootApplication
public class Peerage {

    static void main(String[] arguments) {
        OrderlyStop stop = new OrderlyStop();
        try {
            SpringApplication.run(Peerage.class, arguments);
        } catch (Throwable failure) {
            stop.failed();
            throw failure;
        }
    }
}
