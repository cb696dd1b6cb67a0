package dev.peerage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * A build of the release after this one. It keeps a label of each user, made of what is there already, in a column of the directory;
 * and it writes names in another revision, in which they are called something else.
 */
public final class NextRelease {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path BUILD = Path.of("target/next-release");

    private final List<String> compiled = new ArrayList<>();

    private NextRelease() {}

    /** Builds it from the sources of this one. Returns its class path. */
    public static String build() {
        try {
            return new NextRelease().made();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String made() throws IOException {
        change(
                "dev/peerage/user/UserView.java",
                "            Column.json(\"state\", row -> UserStateJson.write(row.getValue())));",
                """
                            Column.text("label", row -> label(row.getValue())),
                            Column.json("state", row -> UserStateJson.write(row.getValue())));

                    /** Such as Lisa (lisa-7). */
                    private static @Nullable String label(UserState user) {
                        return user.name().value() + " (" + user.username().value() + ")";
                    }

                    @Override
                    public int form() {
                        return 2;
                    }
                """);
        change("dev/peerage/user/UserEvent.java", """
                    @EventType(name = "UserNameSet")
                    record UserNameSet(UserId userId, @Nullable String name) implements UserEvent {}
                """, """
                    @EventType(name = "UserNameSet", revision = 2, upcasters = FullName.class)
                    record UserNameSet(UserId userId, @Nullable String fullName) implements UserEvent {
                        @Nullable String name() {
                            return fullName;
                        }
                    }

                    /** Revision 1 called it name. */
                    class FullName implements dev.peerage.eventstore.Upcaster {
                        @Override
                        public tools.jackson.databind.node.ObjectNode upcast(
                                tools.jackson.databind.node.ObjectNode payload) {
                            payload.set("fullName", payload.remove("name"));
                            return payload;
                        }
                    }
                """);
        Path classes = Files.createDirectories(BUILD.resolve("classes"));
        compile(classes);
        Files.writeString(
                Files.createDirectories(classes.resolve("db")).resolve("V1000__label_of_users.sql"),
                "alter table directory_user add column label text");
        return classes.toAbsolutePath() + File.pathSeparator + System.getProperty("java.class.path");
    }

    private void change(String file, String from, String to) throws IOException {
        String source = Files.readString(SOURCES.resolve(file));
        assertThat(source).as(file).containsOnlyOnce(from);
        Path changed = BUILD.resolve("java").resolve(file);
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, source.replace(from, to));
        compiled.add(changed.toString());
    }

    private void compile(Path classes) {
        List<String> arguments = new ArrayList<>(List.of(
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-parameters",
                "-proc:none",
                "-nowarn"));
        arguments.addAll(compiled);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler().run(null, said, said, arguments.toArray(String[]::new));
        assertThat(status).as(said.toString(StandardCharsets.UTF_8)).isZero();
    }
}
