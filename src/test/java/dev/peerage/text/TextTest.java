package dev.peerage.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "Ada Lovelace", "José", "王芳", "👩‍👩‍👧", "\u00a0", "٣", "\ufffd"})
    void textOfEveryScriptIsReturnedAsItIs(String text) {
        assertThat(Text.line(text, 1, 20)).isSameAs(text);
        assertThat(Text.block(text, 1, 20)).isSameAs(text);
        assertThat(Text.storable(text)).isSameAs(text);
    }

    @Test
    void lengthIsCountedInCodePoints() {
        assertThat(Text.line("😀😀😀", 3, 3)).hasSize(6);
        refuses(text -> Text.line(text, 0, 2), "😀😀😀", "must have at most 2 characters, has 3");
        refuses(text -> Text.line(text, 0, 1), "ab", "must have at most 1 character, has 2");
        refuses(text -> Text.line(text, 4, 9), "😀😀😀", "must have at least 4 characters");
        refuses(text -> Text.line(text, 1, 9), "", "must not be empty");
        assertThat(Text.line("", 0, 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(chars = {0, 1, '\t', '\n', '\r', 0x1b, 0x7f, 0x85, 0x9f})
    void lineHasNoControlCharacters(char control) {
        refuses(
                text -> Text.line(text, 0, 9),
                "😀a" + control,
                "must not contain control characters (U+%04X at character 3)".formatted((int) control));
    }

    @Test
    void blockHasTabsAndLineBreaksAndNoOtherControlCharacters() {
        assertThat(Text.block("a\tb\r\nc", 0, 9)).isNotEmpty();
        refuses(
                text -> Text.block(text, 0, 9),
                "a\u000b",
                "must not contain control characters (U+000B at character 2)");
        refuses(
                text -> Text.block(text, 0, 9),
                "\u0000",
                "must not contain control characters (U+0000 at character 1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\ud800", "a\udc00", "a\ud800b", "a\ud800\ud800\udc00", "a\udc00\ud800"})
    void halfOfASurrogatePairIsNoText(String text) {
        String message =
                "must not contain half of a surrogate pair (U+%04X at character 2)".formatted((int) text.charAt(1));

        refuses(halved -> Text.line(halved, 0, 9), text, message);
        refuses(halved -> Text.block(halved, 0, 9), text, message);
        refuses(Text::storable, text, message);
    }

    @Test
    void storableMayHoldEverythingButNul() {
        assertThat(Text.storable("\u0001\n\u007f😀")).isNotEmpty();
        refuses(Text::storable, "ab\u0000", "must not contain control characters (U+0000 at character 3)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A.b_c-9", "0", ".", "u-99t1zr78xx"})
    void identifierIsReturnedAsItIs(String text) {
        assertThat(Text.identifier(text)).isSameAs(text);
        assertThat(Text.identifier("z".repeat(64))).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "a\n", "é", "٣", "a~", "@", "[", "`", "{", ":", "A\u0000"})
    void identifierHasOnlyFewKindsOfCharacters(String text) {
        String message = "must be 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-'";

        refuses(Text::identifier, text, message);
        refuses(Text::identifier, "z".repeat(65), message);
    }

    private static void refuses(UnaryOperator<String> guard, String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> guard.apply(text)).withMessage(message);
    }
}
