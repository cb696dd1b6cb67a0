package dev.peerage.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** RFC 7240. */
class PreferTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wait=5                                   | 5
            wait=0                                   | 0
            wait=30                                  | 30
            wait=31                                  | 30
            wait=99999999999999999999                | 30
            WAIT = 5                                 | 5
            wait="5"                                 | 5
            wait=5; foo="bar, wait=7"                | 5
            respond-async, wait=5, wait=7            | 5
            foo="a, wait=7"; x="\\"", wait=5         | 5
            return=minimal; wait=7, wait=5           | 5
            await=7                                  | 2
            wait                                     | 2
            wait=                                    | 2
            wait=-5                                  | 2
            wait=5.5                                 | 2
            wait=soon                                | 2
            wait=٥                                   | 2
            =, ;;, wait=5                            | 5
            "                                        | 2
            """)
    void waitIsReadAndAllElseIgnored(String header, int seconds) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Prefer", header);

        assertThat(Prefer.of(request).patience()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void withoutTheHeaderItIsTwoSeconds() {
        assertThat(Prefer.of(new MockHttpServletRequest()).patience()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void severalHeaderLinesAreOneList() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Prefer", "respond-async");
        request.addHeader("Prefer", "wait=5");

        assertThat(Prefer.of(request).patience()).isEqualTo(Duration.ofSeconds(5));
    }
}
