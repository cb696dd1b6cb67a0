package dev.peerage;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts one region of the directory. */
@SpringBootApplication
public class Peerage {

    static void main(String[] arguments) {
        SpringApplication.run(Peerage.class, arguments);
    }
}
