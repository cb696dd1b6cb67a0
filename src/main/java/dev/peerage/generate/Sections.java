package dev.peerage.generate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text resource of this package in UTF-8: lines under headings, {@code [heading] argument}. Blank lines and lines
 * that start with {@code #} do not count. Lines above the first heading belong to the heading "".
 */
record Sections(String resource, List<Section> sections) {

    /** @param argument what follows the heading, often nothing */
    record Section(String heading, String argument, List<String> lines) {}

    /** @throws IllegalStateException if there is no such resource */
    static Sections read(String resource) {
        List<Section> sections = new ArrayList<>();
        Section current = new Section("", "", new ArrayList<>());
        sections.add(current);
        for (String line : linesOf(resource)) {
            String text = line.strip();
            if (text.startsWith("[")) {
                int end = text.indexOf(']');
                current = new Section(
                        text.substring(1, end), text.substring(end + 1).strip(), new ArrayList<>());
                sections.add(current);
            } else if (!text.isEmpty() && !text.startsWith("#")) {
                current.lines().add(text);
            }
        }
        return new Sections(resource, sections);
    }

    /** @throws IllegalStateException if there is no such heading */
    List<String> lines(String heading) {
        return sections.stream()
                .filter(section -> section.heading().equals(heading))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no section [" + heading + "] in " + resource))
                .lines();
    }

    private static List<String> linesOf(String resource) {
        InputStream stream = Sections.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IllegalStateException("no resource " + resource);
        }
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
