package dev.peerage.generate;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.core.exc.JacksonIOException;

/**
 * {@code generate --users N --groups M [--memberships K] [--seed S]}: writes a production-like directory to standard
 * output as NDJSON for {@code POST /api/v1/import}.
 *
 * <p>Exit codes: 0 when all was written or the reader closed the pipe, 1 when writing failed, 2 for arguments that are
 * not understood or cannot be met; then nothing is written to standard output.
 */
@Command(
        name = GenerateCommand.NAME,
        description = {
            "Writes production-like users, groups and memberships to standard output,",
            "as NDJSON for POST /api/v1/import. Equal arguments give equal bytes."
        },
        sortOptions = false,
        footer = {"", "Example: java -jar peerage.jar generate --users 20000 --groups 1000 --seed 7 > people.ndjson"})
public final class GenerateCommand implements Callable<Integer> {

    /** The first argument that calls this command. */
    public static final String NAME = "generate";

    private static final int BUFFER = 1 << 16;

    private final OutputStream out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Option(
            names = "--users",
            required = true,
            paramLabel = "N",
            converter = Count.class,
            description = "How many users, at most 10,000,000.")
    private int users;

    @Option(
            names = "--groups",
            required = true,
            paramLabel = "M",
            converter = Count.class,
            description = "How many groups, at most 10,000,000.")
    private int groups;

    @Option(
            names = "--memberships",
            paramLabel = "K",
            description = "Exactly how many memberships, at most N times M. Left out: about five for each user.")
    private @Nullable Long memberships;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "42",
            description = "Any 64-bit integer; another one gives other people. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean help;

    private GenerateCommand(OutputStream out) {
        this.out = out;
    }

    /** Whether these are arguments for {@link #run} rather than for a region. */
    public static boolean isCalledBy(String... arguments) {
        return arguments.length > 0 && arguments[0].equals(NAME);
    }

    /**
     * Parses the arguments, the first of which is {@value #NAME}, does what they say, and reports errors on standard
     * error.
     *
     * @return the exit code
     */
    public static int run(String... arguments) {
        // System.out would swallow write errors, and with them the news that the reader has gone.
        return commandLine(new FileOutputStream(FileDescriptor.out)).execute(arguments);
    }

    static CommandLine commandLine(OutputStream out) {
        return new CommandLine(new PeerageCommand())
                .addSubcommand(new GenerateCommand(out))
                .setParameterExceptionHandler(GenerateCommand::explain);
    }

    private static int explain(ParameterException problem, String... arguments) {
        CommandLine failed = problem.getCommandLine();
        PrintWriter err = failed.getErr();
        err.println(problem.getMessage());
        err.println("Try '" + failed.getCommandSpec().qualifiedName() + " --help'.");
        return failed.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public Integer call() {
        Dataset dataset = dataset();
        BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER);
        try {
            dataset.writeTo(buffered);
            return CommandLine.ExitCode.OK;
        } catch (JacksonIOException e) {
            return stoppedBy(e);
        }
    }

    private Dataset dataset() {
        try {
            return memberships == null
                    ? Dataset.of(users, groups, seed)
                    : new Dataset(users, groups, memberships, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private int stoppedBy(JacksonIOException failure) {
        String reason = String.valueOf(failure.getOriginalMessage());
        if (isClosedPipe(reason)) {
            return CommandLine.ExitCode.OK;
        }
        spec.commandLine().getErr().println("cannot write: " + reason);
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** EPIPE: "Broken pipe" on Linux and macOS, "The pipe has been ended" or "is being closed" on Windows. */
    private static boolean isClosedPipe(String reason) {
        return reason.toLowerCase(Locale.ROOT).contains("pipe");
    }

    /** A number of users or groups. */
    static final class Count implements ITypeConverter<Integer> {

        @Override
        public Integer convert(String value) {
            try {
                int count = Integer.parseInt(value);
                if (count >= 0 && count <= Dataset.MOST) {
                    return count;
                }
            } catch (NumberFormatException _) {
                // reported below, like a number out of bounds
            }
            throw new TypeConversionException("must be a whole number from 0 to 10,000,000, but is '" + value + "'");
        }
    }
}
