package dev.peerage.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class StartUpTest {

    @TempDir
    private Path directory;

    @Test
    void withoutAKeyByConfigurationOneIsMadeInTheDataDirectory() throws IOException {
        for (String unset : new String[] {"--x=y", "--peerage.admin-key="}) {
            try (var context = start("--peerage.data-dir=" + directory, unset)) {
                String key = Files.readString(directory.resolve("admin.key")).strip();

                assertThat(actorOf(context, key)).isEqualTo("admin");
            }
        }
    }

    @Test
    void regionsMayShareAFile() {
        Path shared = directory.resolve("shared/admin.key");
        try (var context = start("--peerage.data-dir=" + directory, "--peerage.admin-key-file=" + shared)) {
            assertThat(context.getBean(AdminKey.class).source()).isEqualTo("in " + shared);
            assertThat(directory.resolve("admin.key")).doesNotExist();
        }
    }

    @Test
    void aKeyByConfigurationLeavesNoFile() {
        try (var context = start(
                "--peerage.data-dir=" + directory,
                "--peerage.admin-key=my-own-key",
                "--peerage.keys.bot.key=the-key-of-the-bot",
                "--peerage.keys.bot.role=writer")) {
            assertThat(directory).isEmptyDirectory();
            assertThat(actorOf(context, "my-own-key")).isEqualTo("admin");
            assertThat(actorOf(context, "the-key-of-the-bot")).isEqualTo("bot");
        }
    }

    @Test
    void aKeyThatNobodyCouldUseIsToldWithoutAStackTrace(CapturedOutput output) throws IOException {
        Files.createFile(directory.resolve("admin.key"));

        assertFails("--peerage.data-dir=" + directory);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The admin key file %s is empty.".formatted(directory.resolve("admin.key")))
                .contains("Delete it to have a new key made")
                .doesNotContain("\tat dev.peerage");
    }

    @Test
    void actorsThatCannotBeToldApartAreRefused(CapturedOutput output) {
        assertFails("--peerage.admin-key=a", "--peerage.keys.admin.key=b");
        assertThat(output).contains("peerage.keys.admin stands for the same actor as the admin key.");
        assertFails("--peerage.admin-key=a", "--peerage.keys.[b c].key=b");
        assertThat(output).contains("b c is no name for an actor");
        assertFails("--peerage.admin-key=a", "--peerage.keys.bot.role=reader");
        assertThat(output).contains("The key of bot is empty");
    }

    private static void assertFails(String... arguments) {
        assertThatException().isThrownBy(() -> start(arguments).close());
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(SecurityConfiguration.class)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }

    private static String actorOf(ConfigurableApplicationContext context, String key) {
        return context.getBean(Keys.class).find(key).orElseThrow().getName();
    }
}
