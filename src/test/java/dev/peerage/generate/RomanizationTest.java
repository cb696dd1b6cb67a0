package dev.peerage.generate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RomanizationTest {

    private static final Sections TABLES = Romanization.tables();

    @ParameterizedTest
    @CsvSource({
        "latin, José María, jose maria",
        "latin, Łukasz, lukasz",
        "latin, O'Brien, obrien",
        "latin, Nguyễn, nguyen",
        "latin, Đặng, dang",
        "latin, Işık, isik",
        "latin, İbrahim, ibrahim",
        "latin, IŞIL, isil",
        "latin, Þórður, thordur",
        "latin, Jean-Noël, jean-noel",
        "german, Jürgen Weiß, juergen weiss",
        "danish, Søren Ødegård, soeren oedegaard",
        "russian, Щербаков, shcherbakov",
        "russian, Дмитрий, dmitry",
        "russian, Фёдор, fedor",
        "ukrainian, Олена, olena",
        "ukrainian, Шевченко, shevchenko",
        "ukrainian, Згурський, zghurskyi",
        "ukrainian, Юлія, yuliia",
        "ukrainian, Мар’яна, mariana",
        "ukrainian, Єрмак, yermak",
        "bulgarian, Щерева, shtereva",
        "bulgarian, Мария, maria",
        "greek, Ευάγγελος, evangelos",
        "greek, Παπαδοπούλου, papadopoulou",
        "greek, Μπακογιάννης, bakogiannis",
        "greek, Χρήστος, christos",
        "georgian, კვარაცხელია, kvaratskhelia",
        "armenian, Հովհաննես, hovhannes",
        "armenian, Ուլիխանյան, ulikhanyan",
        "korean, 서연, seoyeon",
        "korean, 현우, hyeonu",
    })
    void namesBecomePlainLetters(String table, String written, String plain) {
        assertThat(Romanization.of(TABLES, table).plain(written)).hasValue(plain);
    }

    @ParameterizedTest
    @CsvSource({"latin, Олена", "russian, 王伟", "latin, ''", "latin, Ann-", "greek, 3M"})
    void whatCannotBeRomanisedIsNoName(String table, String written) {
        assertThat(Romanization.of(TABLES, table).plain(written)).isEmpty();
    }

    @Test
    void composedAndDecomposedLettersAreTheSame() {
        assertThat(Romanization.of(TABLES, "german").plain("Ju\u0308rgen")).hasValue("juergen");
    }
}
