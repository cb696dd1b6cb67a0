package dev.peerage.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.web.Client;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process, asked to stop in the middle of an import that does not come to an end. */
@Tag("faults")
class StoppedImportTest {

    private static final Pattern ACCEPTED = Pattern.compile("(\\d+) were accepted");

    @TempDir
    Path directory;

    private int sent;

    @Test
    void itsClientIsToldHowManyLinesWereTaken() throws Exception {
        long accepted;
        try (RunningPeerage peerage = RunningPeerage.on(directory, "--spring.lifecycle.timeout-per-shutdown-phase=6s");
                ExecutorService operator = Executors.newSingleThreadExecutor();
                Socket socket = new Socket("localhost", peerage.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(Client.request(
                    "POST", "/api/v1/import", "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n"));
            for (int i = 0; i < 2 * Chunk.MOST_LINES; i++) {
                sendLine(out);
            }
            await().atMost(ofMinutes(1)).until(() -> peerage.events() > 0);
            Future<Integer> status = operator.submit(peerage::terminate);
            await().pollInterval(ofMillis(50)).atMost(ofSeconds(30)).until(() -> {
                sendLine(out);
                return socket.getInputStream().available() > 0;
            });

            Client.Answer answer = Client.read(socket, false);
            socket.close();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem().get("type").stringValue()).isEqualTo("urn:peerage:problem:import-interrupted");
            assertThat(answer.header("Retry-After")).isNotNull();
            assertThat(answer.header("Consistency-Token")).isNotNull();
            accepted = accepted(answer.problem().get("detail").stringValue());
            assertThat(accepted).isGreaterThan(2 * Chunk.MOST_LINES).isLessThanOrEqualTo(sent);
            assertThat(status).succeedsWithin(ofMinutes(1)).isEqualTo(0);
        }

        try (RunningPeerage again = RunningPeerage.on(directory)) {
            assertThat(again.events()).isEqualTo(accepted);
            again.terminate();
        }
    }

    private void sendLine(OutputStream out) throws IOException {
        byte[] line = "{\"user\":{\"id\":\"u%1$d\",\"username\":\"u%1$d\"}}\n"
                .formatted(sent++)
                .getBytes(UTF_8);
        out.write("%x\r\n".formatted(line.length).getBytes(UTF_8));
        out.write(line);
        out.write("\r\n".getBytes(UTF_8));
    }

    private static long accepted(String detail) {
        Matcher number = ACCEPTED.matcher(detail);
        assertThat(number.find()).as(detail).isTrue();
        return Long.parseLong(number.group(1));
    }
}
