package dev.peerage.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    private static final Actor BOT = new Actor("bot", Role.READER);

    @Test
    void aKeyStandsForItsActor() {
        Keys keys = Keys.of(Map.of(Actor.ADMIN, "one-key", BOT, "another-key"));

        assertThat(keys.find("another-key").orElseThrow().getPrincipal()).isEqualTo(BOT);
        assertThat(keys.find("one-key").orElseThrow().getName()).isEqualTo("admin");
        assertThat(keys.find("One-key")).isEmpty();
        assertThat(keys.find("one-key ")).isEmpty();
        assertThat(keys.find("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "with blank", "kéy", "a=b", "a\nb"})
    void aKeyThatCannotBeSentIsRefusedAndNotRepeated(String key) {
        assertThatExceptionOfType(KeyUnusable.class)
                .isThrownBy(() -> Keys.of(Map.of(BOT, key)))
                .withMessage("The key of bot is empty or has characters that a bearer token cannot have.");
    }

    @Test
    void twoActorsCannotShareAKey() {
        assertThatExceptionOfType(KeyUnusable.class)
                .isThrownBy(() -> Keys.of(Map.of(Actor.ADMIN, "one-key", BOT, "one-key")))
                .withMessageNotContaining("one-key");
    }

    @Test
    void anActorsNameIsFitForEveryPlaceItIsShownIn() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Actor("a b", Role.READER));
        assertThatIllegalArgumentException().isThrownBy(() -> new Actor("", Role.READER));
    }

    @Test
    void noKeyIsPrintedWithTheProperties() {
        KeyProperties properties = new KeyProperties(
                "the-admin-key",
                null,
                Map.of("bot", new KeyProperties.Entry("the-bot-key", Role.WRITER)),
                Path.of("data"));

        assertThat(properties.toString()).contains("bot", "writer").doesNotContain("the-");
        assertThat(AdminKey.configured("the-admin-key").toString()).doesNotContain("the-");
    }
}
