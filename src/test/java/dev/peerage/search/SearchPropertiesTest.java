package dev.peerage.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peerage.database.StartRefused;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be configured of the search engine, and what is refused before anything is asked of it. */
class SearchPropertiesTest {

    @Test
    void noneAndAddressesAreFine() {
        assertThatCode(() -> check(List.of(), null, null)).doesNotThrowAnyException();
        assertThatCode(() -> check(List.of("http://localhost:9200"), null, null))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(List.of("https://a.example.org:9200", "https://b.example.org"), "peerage", "secret"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:9200",
                "ftp://localhost:9200",
                "http://",
                "http://localhost:9200/",
                "http://localhost:9200/path",
                "http://localhost:9200?x=y",
                "http://local host:9200",
                "http://user:secret@localhost:9200",
                "http://user:sec@ret@localhost:9200"
            })
    void whatIsNoAddressIsRefusedWithoutThePasswordInIt(String uri) {
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> check(List.of("http://localhost:9200", uri), null, null))
                .satisfies(refused -> {
                    assertThat(refused.problem())
                            .startsWith("peerage.search.uris has ")
                            .doesNotContain("sec", "ret");
                    assertThat(refused.action()).contains("http://host:port");
                });
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> check(List.of("http://a:9200", "https://b:9200"), null, null));
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> check(List.of("https://a:9200"), "peerage", null));
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> check(List.of("https://a:9200"), null, "secret"));
        assertThatExceptionOfType(StartRefused.class).isThrownBy(() -> check(List.of(), "peerage", "secret"));
    }

    @Test
    void noPasswordIsPrinted() {
        assertThat(new SearchProperties(List.of("https://u:secret@a:9200"), "peerage", "secret").toString())
                .contains("peerage")
                .doesNotContain("secret");
    }

    private static void check(List<String> uris, @Nullable String username, @Nullable String password) {
        new SearchProperties(uris, username, password).check();
    }
}
