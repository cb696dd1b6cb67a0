package dev.peerage.generate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginStyleTest {

    @ParameterizedTest
    @CsvSource({
        "first.last, lisa.jones",
        "first_last, lisa_jones",
        "flast, ljones",
        "lastf, jonesl",
        "firstl, lisaj",
    })
    void companiesMakeLoginsTheirOwnWay(String notation, String login) {
        assertThat(LoginStyle.of(notation).login(new PersonName("Lisa Jones", "lisa", "jones")))
                .isEqualTo(login);
    }

    @Test
    void oneNameIsTheLogin() {
        for (LoginStyle style : LoginStyle.values()) {
            assertThat(style.login(new PersonName("Suharto", "suharto", ""))).isEqualTo("suharto");
        }
    }

    @Test
    void particlesAreJoinedAndApostrophesDropped() {
        assertThat(LoginStyle.FIRST_DOT_LAST.login(new PersonName("Jan in 't Veld", "jan", "in 't veld")))
                .isEqualTo("jan.intveld");
        assertThat(LoginStyle.FIRST_DOT_LAST.login(new PersonName("Anna-Lena Smith-Jones", "anna-lena", "smith-jones")))
                .isEqualTo("anna-lena.smith-jones");
    }

    @Test
    void longLoginsAreCutAndStillEndInALetter() {
        PersonName name = new PersonName("long", "a".repeat(46), "-b" + "c".repeat(40));

        assertThat(LoginStyle.FIRST_DOT_LAST.login(name)).hasSize(48).endsWith(".b");
        assertThat(LoginStyle.FIRST_DOT_LAST.login(new PersonName("long", "a".repeat(47), "bc")))
                .isEqualTo("a".repeat(47));
    }
}
