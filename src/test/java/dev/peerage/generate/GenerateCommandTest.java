package dev.peerage.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateCommandTest {

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final StringWriter printed = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private int run(String arguments) {
        return run(data, arguments);
    }

    private int run(OutputStream out, String arguments) {
        return GenerateCommand.commandLine(out)
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments.split(" "));
    }

    @Test
    void writesWhatTheArgumentsSay() {
        assertThat(run("generate --users 30 --groups=20 --memberships 77 --seed -5"))
                .isZero();

        assertThat(data.toByteArray()).isEqualTo(Generated.bytes(new Dataset(30, 20, 77, -5)));
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void seedAndMembershipsNeedNotBeGiven() {
        assertThat(run("generate --users 30 --groups 20")).isZero();

        assertThat(data.toByteArray()).isEqualTo(Generated.bytes(Dataset.of(30, 20, 42)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generate | Missing required options: '--users=N', '--groups=M'",
                "generate --users 5 | Missing required option: '--groups=M'",
                "generate --groups 5 --users | Missing required parameter for option '--users' (N)",
                "generate --users -1 --groups 2 | Invalid value for option '--users': must be a whole number from 0 to 10,000,000, but is '-1'",
                "generate --users 1 --groups 10000001 | Invalid value for option '--groups': must be a whole number from 0 to 10,000,000, but is '10000001'",
                "generate --users 99999999999 --groups 1 | Invalid value for option '--users': must be a whole number from 0 to 10,000,000, but is '99999999999'",
                "generate --users 1.5 --groups 1 | Invalid value for option '--users': must be a whole number from 0 to 10,000,000, but is '1.5'",
                "generate --users 1 --groups 1 --seed x | Invalid value for option '--seed': 'x' is not a long",
                "generate --users 1 --groups 1 --seed 9223372036854775808 | Invalid value for option '--seed': '9223372036854775808' is not a long",
                "generate --users 5 --groups 2 --memberships 11 | --memberships must be from 0 to 10 (5 users in each of 2 groups), but is 11",
                "generate --users 5 --groups 2 --memberships -1 | --memberships must be from 0 to 10 (5 users in each of 2 groups), but is -1",
                "generate --users 1 --groups 1 --sed=3 | Unknown option: '--sed=3'",
                "generate --users 1 --groups 1 people.ndjson | Unmatched argument at index 5: 'people.ndjson'",
                "generate --users 1 --users 2 --groups 1 | option '--users' (N) should be specified only once",
            })
    void refusesWhatItDoesNotUnderstandAndWritesNothing(String arguments, String problem) {
        assertThat(run(arguments)).isEqualTo(2);

        assertThat(errors.toString().lines().findFirst()).hasValue(problem);
        assertThat(errors.toString()).contains("generate --help");
        assertThat(data.size()).isZero();
        assertThat(printed.toString()).isEmpty();
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(run("generate --help")).isZero();

        assertThat(printed.toString())
                .contains("--users=N", "--groups=M", "--memberships=K", "--seed=S", "--help", "42");
        assertThat(data.size()).isZero();
    }

    @Test
    void failureToWriteIsReported() {
        assertThat(run(new FailingStream("No space left on device"), "generate --users 1000 --groups 1"))
                .isEqualTo(1);

        assertThat(errors.toString().strip()).isEqualTo("cannot write: No space left on device");
    }

    @Test
    void failureToWriteTheVeryLastBytesIsReportedToo() {
        assertThat(run(new FailingStream("No space left on device"), "generate --users 1 --groups 0"))
                .isEqualTo(1);
    }

    @Test
    void closedPipeIsNoFailure() {
        assertThat(run(new FailingStream("Broken pipe"), "generate --users 1000 --groups 1"))
                .isZero();

        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void onlyItsNameCallsIt() {
        assertThat(GenerateCommand.isCalledBy("generate", "--users", "5")).isTrue();
        assertThat(GenerateCommand.isCalledBy()).isFalse();
        assertThat(GenerateCommand.isCalledBy("--server.port=1", "generate")).isFalse();
        assertThat(GenerateCommand.isCalledBy("--generate")).isFalse();
    }

    @Test
    void writesInLargePieces() {
        List<Integer> pieces = new ArrayList<>();
        OutputStream counting = new OutputStream() {
            @Override
            public void write(int single) {
                pieces.add(1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                pieces.add(length);
            }
        };

        assertThat(run(counting, "generate --users 2000 --groups 0")).isZero();

        assertThat(pieces.subList(0, pieces.size() - 1)).isNotEmpty().allMatch(piece -> piece > 32_000);
    }

    private static final class FailingStream extends OutputStream {

        private final String reason;

        private FailingStream(String reason) {
            this.reason = reason;
        }

        @Override
        public void write(int single) throws IOException {
            throw new IOException(reason);
        }
    }
}
