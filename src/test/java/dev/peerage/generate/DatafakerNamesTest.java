package dev.peerage.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class DatafakerNamesTest {

    private final DatafakerNames names = new DatafakerNames();

    @Test
    void namesOfALocaleAreItsOwn() {
        assertThat(names.names("de", "name.last_name")).contains("Müller").doesNotContain("O'Connell");
        assertThat(names.names("en", "name.last_name")).contains("O'Connell");
    }

    @Test
    void whatIsNoNameIsLeftOut() {
        assertThat(names.names("be", "name.male_last_name")).contains("Смірноў").noneMatch(name -> name.contains("."));
    }

    @Test
    void aKeyThatTheLocaleLacksIsNotAnsweredInEnglish() {
        assertThatIllegalStateException()
                .isThrownBy(() -> names.names("fr", "name.male_first_name"))
                .withMessage("Datafaker has no list name.male_first_name for fr");
    }
}
