package dev.peerage.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBodyTest {

    @Test
    void whatIsMalformedIsToldWithItsPlace() {
        assertThat(refusal("{\n  \"a\": tru\n}")).startsWith("The JSON is malformed at line 2, column ");
        assertThat(refusal("{\"a\": NaN}")).matches("The JSON is malformed at line 1, column \\d+\\.");
        assertThat(refusal("{\"a\":1} x")).startsWith("The JSON is malformed at line 1, column 9");
        assertThat(refusal("{\"a\":1} {}")).startsWith("The JSON goes on after its end at line 1, column 9");
        assertThat(refusal("{\"a\":{\"b\":1,\"b\":1}}"))
                .startsWith("The JSON has a name twice in one object at line 1");
        assertThat(refusal("[]")).isEqualTo("The body must be a JSON object.");
        assertThat(refusal(" ")).isEqualTo("The body is empty; a JSON object is expected.");
    }

    @Test
    void ofALineOnlyTheColumnIsTold() {
        assertThat(lineRefusal("{\"a\": tru}")).startsWith("The JSON is malformed at column ");
        assertThat(lineRefusal("{\"a\":1} x")).startsWith("The JSON is malformed at column 9");
        assertThat(lineRefusal("{\"a\":1}\r{\"a\":1}\r{}")).startsWith("The JSON goes on after its end at column 9");
        assertThat(lineRefusal("[]")).isEqualTo("The line must be a JSON object.");
        assertThat(lineRefusal("\u00a0")).startsWith("The JSON is malformed at column 1");
        assertThat(lineRefusal("\u2003")).isEqualTo("The line is empty; a JSON object is expected.");
        assertThat(refusal(() -> JsonBody.parseLine(new byte[] {'{', (byte) 0xff, '}'})))
                .isEqualTo("The line is not valid UTF-8.");
    }

    @ParameterizedTest
    @CsvSource({"31, true", "32, false"})
    void nestingEndsAt32Levels(int arrays, boolean read) {
        String json = "{\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";

        if (read) {
            assertThat(JsonBody.parse(json.getBytes(UTF_8)).object().has("a")).isTrue();
        } else {
            assertThat(refusal(json)).contains("nested deeper than 32 levels");
        }
    }

    @Test
    void theLimitThatIsPassedIsTold() {
        assertThat(refusal("{\"a\":" + "[".repeat(40))).startsWith("The JSON is nested deeper than 32 levels.");
        assertThat(refusal("{\"a\":[" + "1,".repeat(200_000) + "1]}"))
                .startsWith("The JSON has more than 100000 values.");
        assertThat(refusal("{\"a\":" + "9".repeat(2_000) + "}"))
                .startsWith("The JSON has a number of more than 1000 digits.");
    }

    @Test
    void numbersOfAnySizeAreReadWithoutBeingComputed() {
        JsonBody body = JsonBody.parse(
                "{\"a\":1e999999999,\"b\":-0.1E-999999999,\"c\":123456789012345678901234567890}".getBytes(UTF_8));

        assertThat(body.object().properties())
                .allSatisfy(field -> assertThat(field.getValue().isNumber()).isTrue());
    }

    @Test
    void everyScriptAndTheReplacementCharacterItselfAreRead() {
        String text = "王芳 Łukasz 👩‍👩‍👧 \ufffd";

        assertThat(JsonBody.parse("{\"a\":\"%s\"}".formatted(text).getBytes(UTF_8))
                        .object()
                        .get("a")
                        .stringValue())
                .isEqualTo(text);
    }

    @Test
    void aByteOrderMarkIsIgnored() {
        assertThat(JsonBody.parse("\ufeff{\"a\":1}".getBytes(UTF_8)).object().has("a"))
                .isTrue();
    }

    private static String refusal(String json) {
        return refusal(() -> JsonBody.parse(json.getBytes(UTF_8)));
    }

    private static String lineRefusal(String json) {
        return refusal(() -> JsonBody.parseLine(json.getBytes(UTF_8)));
    }

    private static String refusal(ThrowingCallable reading) {
        Problem problem = catchThrowableOfType(Problem.class, reading);
        assertThat(problem.status()).isEqualTo(400);
        return problem.detail();
    }
}
