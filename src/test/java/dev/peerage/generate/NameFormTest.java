package dev.peerage.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.generate.Draws.Purpose;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NameFormTest {

    private static final Map<String, NamePart> PARTS = Map.of(
            "given", new NamePart("Олена", "olena"),
            "given2", new NamePart("संजय", "sanjay"),
            "family", new NamePart("בן־ציון", "ben-zion"));

    private static PersonName draw(String line) {
        return NameForm.parse(line, slot -> Ranked.byRank(List.of(PARTS.get(slot)), 0))
                .draw(Draws.of(1, Purpose.USER, 1));
    }

    @Test
    void namesAreShownAsWrittenAndLogInRomanised() {
        assertThat(draw("Dr. {given} {family}")).isEqualTo(new PersonName("Dr. Олена בן־ציון", "olena", "ben-zion"));
    }

    @Test
    void namesCanBeShownRomanised() {
        assertThat(draw("{given.latin} {family.latin}").shown()).isEqualTo("Olena Ben-Zion");
    }

    @Test
    void initialsKeepTheirVowelSigns() {
        assertThat(draw("{given2.initial}. {given}").shown()).isEqualTo("सं. Олена");
    }

    @Test
    void loginCanBeOtherThanWhatIsShown() {
        assertThat(draw("{given}-{given2} van der {family} | {given2} | van der {family}"))
                .isEqualTo(new PersonName("Олена-संजय van der בן־ציון", "sanjay", "van der ben-zion"));
    }

    @Test
    void aPersonCanHaveOneName() {
        assertThat(draw("{given} | {given} |")).isEqualTo(new PersonName("Олена", "olena", ""));
    }
}
