package dev.peerage;

import dev.peerage.generate.GenerateCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import sun.misc.Signal;

/** Starts one region of the directory, or runs the command that the first argument names. */
@SpringBootApplication
public class Peerage {

    static void main(String[] arguments) {
        if (GenerateCommand.isCalledBy(arguments)) {
            System.exit(GenerateCommand.run(arguments));
        }
        // the JVM would end in an orderly way as well, but say 143
        Signal.handle(new Signal("TERM"), _ -> System.exit(0));
        SpringApplication.run(Peerage.class, arguments);
    }
}
