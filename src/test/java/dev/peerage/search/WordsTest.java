package dev.peerage.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "Sinéad, sinead",
                "MÜLLER, muller",
                "Straße, strasse",
                "Łukasz, lukasz",
                "Ærø, aero",
                "Þórðr, thordr",
                "Đorđe, dorde",
                "İstanbul, istanbul",
                "ışık, isik",
                "ﬁnn, finn",
                "Ｈｏｍｅｒ, homer",
                "Σίσυφος, σισυφοσ",
                "Ёлкин, елкин",
                "مُحَمَّد, محمد",
                "שָׁלוֹם, שלום",
                "が, が",
                "한국, 한국"
            })
    void caseAndAccentsAndWidthsDoNotCount(String text, String folded) {
        assertThat(Words.folded(text)).isEqualTo(folded);
        assertThat(Words.folded(Normalizer.normalize(text, Normalizer.Form.NFD)))
                .isEqualTo(folded);
    }

    @Test
    void vowelsThatAreWrittenAsMarksStay() {
        assertThat(Words.folded("हिन्दी")).isNotEqualTo(Words.folded("हन्द"));
        assertThat(Words.folded("ดี")).isNotEqualTo(Words.folded("ด"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "O'Brien", "O’Brien", "O‘Brien", "O`Brien", "O´Brien", "OʼBrien", "O-Brien", "O‑Brien", "O.Brien",
                "O＇Brien"
            })
    void whatTiesPartsTogetherIsTypedInManyWays(String typed) {
        assertThat(Words.indexed(typed)).containsExactlyInAnyOrder("obrien", "o", "brien");
    }

    @Test
    void wordsEndAtSpacesAndPunctuation() {
        assertThat(words("de la Cruz, María-José (Pepa)")).containsExactly("de", "la", "cruz", "mariajose", "pepa");
        assertThat(words("homer.simpson+work@example.org")).containsExactly("homersimpson", "work", "exampleorg");
        assertThat(words("'quoted' - alone -")).containsExactly("quoted", "alone");
        assertThat(words("** !? \"")).isEmpty();
    }

    @Test
    void namesInScriptsWithoutSpacesAreFoundByTheirEnds() {
        assertThat(Words.indexed("山田太郎")).contains("山田太郎", "田太郎", "太郎", "郎");
        assertThat(Words.indexed("สมชาย")).contains("ชาย");
        assertThat(Words.indexed("김도윤")).contains("김도윤", "도윤");
        assertThat(Words.indexed("Homer")).containsExactly("homer");
    }

    @Test
    void whatIsTheSameButForCaseKeepsItsAccents() {
        assertThat(Words.withoutCase(" MÜLLER ")).isEqualTo(Words.withoutCase("mu\u0308ller"));
        assertThat(Words.withoutCase("STRASSE")).isEqualTo(Words.withoutCase("straße"));
        assertThat(Words.withoutCase("müller")).isNotEqualTo(Words.withoutCase("muller"));
    }

    @Test
    void allSpellingsOfATextAreOne() {
        SplittableRandom random = new SplittableRandom(20_261_127);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(1, 6), 0x20, 0x11_000)
                    .filter(c -> c < 0xD800 || c > 0xDFFF)
                    .forEach(text::appendCodePoint);
            String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
            assertThat(Words.folded(Normalizer.normalize(text, Normalizer.Form.NFD)))
                    .as(() -> composed.codePoints()
                            .mapToObj(Integer::toHexString)
                            .toList()
                            .toString())
                    .isEqualTo(Words.folded(composed));
        }
    }

    private static List<String> words(String text) {
        return Words.of(text).stream().map(Words.Word::joined).toList();
    }
}
