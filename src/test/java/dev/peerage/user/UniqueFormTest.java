package dev.peerage.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which usernames and emails are one, and which are none. */
class UniqueFormTest {

    private static final List<String> CHARACTERS = IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
            .filter(c -> Character.getType(c) != Character.SURROGATE)
            .mapToObj(Character::toString)
            .toList();

    @ParameterizedTest
    @CsvSource({
        "straße, STRASSE",
        "straße, STRAẞE",
        "ΟΔΥΣΣΕΥΣ, οδυσσευς",
        "οδυσσευσ, οδυσσευς",
        "ﬁ, FI",
        "Ａ, a",
        "K, k",
        "É, e\u0301",
        "ſ, S",
        "ᾳ, ΑΙ"
    })
    void spellingsOfOneNameAreOne(String one, String other) {
        assertThat(UniqueForm.ofAny(one)).isEqualTo(UniqueForm.ofAny(other));
    }

    @Test
    void formOfAFormIsItself() {
        assertThat(CHARACTERS).allSatisfy(c -> {
            String form = UniqueForm.ofAny(c);
            assertThat(UniqueForm.ofAny(form)).isEqualTo(form);
        });
    }

    @Test
    void caseAndSpellingOfACharacterDoNotCount() {
        assertThat(CHARACTERS).allSatisfy(UniqueFormTest::assertCaseAndSpellingDoNotCount);
    }

    /** Characters act on each other: accents are put in order, a sigma ends a word. */
    @Test
    void caseAndSpellingOfTextDoNotCount() {
        long seed = 20261124;
        Random random = new Random(seed);
        List<String> telling = CHARACTERS.stream()
                .filter(c -> !c.equals(UniqueForm.ofAny(c))
                        || Character.getType(c.codePointAt(0)) == Character.NON_SPACING_MARK)
                .toList();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            texts.add(normalized(random.ints(1 + random.nextInt(5), 0, telling.size())
                    .mapToObj(telling::get)
                    .collect(Collectors.joining())));
        }

        assertThat(texts).as("seed " + seed).allSatisfy(UniqueFormTest::assertCaseAndSpellingDoNotCount);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u200B",
                "ho\u200Bmer",
                "homer\u00AD",
                "\u202Eremoh",
                "homer\u2066",
                "\uFFFF",
                "\uFDD0",
                "\uDBFF\uDFFF",
                "\u0378",
                "\u3164",
                "\u115F",
                "\u2800",
                "homer\uFE0F",
                "\u034F",
                "\u2028",
                "\uDB40\uDC41",
                "\u200D",
                "homer\u200D",
                "\u200Chomer",
                "1\u200D2"
            })
    void whatDoesNotShowIsNoPartOfAUsername(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Username(value))
                .withMessageMatching(
                        "must not contain characters that do not show \\(U\\+[0-9A-F]+ at character \\d+\\)");
        assertThatIllegalArgumentException().isThrownBy(() -> new Email(value + "@example.org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"می\u200Cخواهم", "ක්\u200Dරිකට්", "josé", "李小龙", "o'hara 2", "❤"})
    void whatShowsIsAUsername(String value) {
        assertThat(new Username(value).value()).isEqualTo(value);
    }

    @Test
    void joinersDoNotMakeAnotherUsername() {
        assertThat(UniqueForm.of("ho\u200Dmer")).isEqualTo("homer");
    }

    @ParameterizedTest
    @ValueSource(strings = {" homer", "homer\u00A0", "\u2007homer", "\u3000homer", "´"})
    void spaceAroundAUsernameIsRefusedInAnyWidth(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Username(value))
                .withMessage("must not begin or end with space");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "homer＠home@example.org",
                "homer@example﹫org",
                "homer＠example.org",
                "homer\u00A0simpson@example.org",
                "homer@example.org\u3000",
                "homer@example．．org"
            })
    void emailHasOneAtAndNoSpaceHoweverItIsSpelled(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Email(value))
                .withMessage("must be an email address, such as homer@example.org");
    }

    private static void assertCaseAndSpellingDoNotCount(String text) {
        String form = UniqueForm.ofAny(text);
        assertThat(UniqueForm.ofAny(text.toUpperCase(Locale.ROOT))).as(text).isEqualTo(form);
        assertThat(UniqueForm.ofAny(text.toLowerCase(Locale.ROOT))).as(text).isEqualTo(form);
        assertThat(UniqueForm.ofAny(normalized(text))).as(text).isEqualTo(form);
        assertThat(UniqueForm.ofAny(Normalizer.normalize(text, Normalizer.Form.NFD)))
                .as(text)
                .isEqualTo(form);
    }

    private static String normalized(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }
}
