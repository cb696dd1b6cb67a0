package dev.peerage.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people type to find some of those who were imported, by kinds; of one seed, the same. */
final class Questions {

    private static final int OF_EACH_KIND = 500;
    private static final int LETTERS = 3;

    private final Random random = new Random(20_261_127);
    private final List<JsonNode> people;
    private final List<String> groups;

    private Questions(List<JsonNode> people, List<String> groups) {
        this.people = people;
        this.groups = groups;
    }

    /** @param lines as they were imported */
    static Questions about(Path lines, int users) throws IOException {
        int every = Math.max(1, users / OF_EACH_KIND);
        List<JsonNode> people = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        try (Stream<String> all = Files.lines(lines)) {
            int[] seen = new int[1];
            all.forEach(line -> {
                if (line.startsWith("{\"user\"") && seen[0]++ % every == 0) {
                    people.add(JsonMapper.shared().readTree(line).get("user"));
                } else if (line.startsWith("{\"group\"")) {
                    groups.add(JsonMapper.shared()
                            .readTree(line)
                            .get("group")
                            .get("id")
                            .stringValue());
                }
            });
        }
        return new Questions(people, groups);
    }

    /**
     * A search.
     *
     * @param parameters of the request, by their names
     */
    record Asked(Map<String, String> parameters) {

        static Asked of(String question) {
            return new Asked(Map.of("q", question));
        }

        Asked with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(parameters);
            more.put(name, value);
            return new Asked(more);
        }

        String path() {
            return parameters.entrySet().stream()
                    .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&", "/api/v1/users?limit=10&", ""));
        }
    }

    SequencedMap<String, List<Asked>> byKind() {
        SequencedMap<String, List<Asked>> kinds = new LinkedHashMap<>();
        kinds.put("username", each(person -> Asked.of(text(person, "username"))));
        kinds.put("email", each(person -> Asked.of(text(person, "email"))));
        kinds.put("whole name", each(person -> Asked.of(text(person, "name"))));
        kinds.put("words of the name in any order", each(person -> Asked.of(shuffled(words(person)))));
        kinds.put("one word", each(person -> Asked.of(words(person).getLast())));
        kinds.put("beginnings of all words", each(person -> Asked.of(beginnings(words(person)))));
        kinds.put("two letters", each(person -> Asked.of(beginning(words(person).getFirst(), 2))));
        kinds.put("a letter mistyped", each(person -> Asked.of(mistyped(words(person)))));
        kinds.put("nobody", each(person -> Asked.of(words(person).getLast() + " zyzzx")));
        kinds.put("a name and what is known", each(person -> Asked.of(attributeAndName(person))));
        kinds.put(
                "beginnings, active=true",
                each(person -> Asked.of(beginnings(words(person))).with("active", "true")));
        kinds.put(
                "beginning, in a group",
                each(person -> Asked.of(beginning(words(person).getFirst(), 1))
                        .with("group", groups.get(random.nextInt(groups.size())))));
        kinds.put(
                "beginning, sort=-createdAt",
                each(person ->
                        Asked.of(beginning(words(person).getFirst(), LETTERS)).with("sort", "-createdAt")));
        return kinds;
    }

    private List<Asked> each(Function<JsonNode, Asked> question) {
        return people.stream()
                .filter(person -> !words(person).isEmpty() && person.has("email"))
                .map(question)
                .toList();
    }

    private static String text(JsonNode person, String field) {
        return person.path(field).stringValue("");
    }

    private static List<String> words(JsonNode person) {
        return Arrays.stream(text(person, "name").split("\\s+"))
                .filter(word -> !word.isBlank())
                .toList();
    }

    private String shuffled(List<String> words) {
        List<String> shuffled = new ArrayList<>(words);
        Collections.shuffle(shuffled, random);
        return String.join(" ", shuffled);
    }

    private static String beginnings(List<String> words) {
        return words.stream().map(word -> beginning(word, LETTERS)).collect(Collectors.joining(" "));
    }

    private static String beginning(String word, int letters) {
        return word.substring(0, word.offsetByCodePoints(0, Math.min(letters, word.codePointCount(0, word.length()))));
    }

    /** One letter of one word is another, if it is long enough for that to be forgiven. */
    private String mistyped(List<String> words) {
        List<String> typed = new ArrayList<>(words);
        int which = random.nextInt(typed.size());
        StringBuilder word = new StringBuilder(typed.get(which));
        word.setCharAt(random.nextInt(word.length()), 'x');
        typed.set(which, word.toString());
        return String.join(" ", typed);
    }

    private static String attributeAndName(JsonNode person) {
        String known = person.path("attributes").properties().stream()
                .map(attribute -> attribute.getValue().stringValue(""))
                .filter(value -> value.length() > LETTERS)
                .findFirst()
                .map(value -> value.split("\\s+")[0])
                .orElse("");
        return words(person).getFirst() + " " + known;
    }
}
