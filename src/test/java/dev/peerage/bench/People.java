package dev.peerage.bench;

import dev.peerage.Peerage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lines for an import, made by {@code generate}, with ids and unique values that no other import has.
 *
 * @param prefix of all ids and unique values
 * @param paths of the users by id
 * @param lookUps paths of the users by email
 */
record People(String prefix, Path file, int lines, List<String> ids, List<String> paths, List<String> lookUps) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static People generate(Path directory, String prefix, int users, int groups, int memberships)
            throws IOException, InterruptedException {
        Path plain = directory.resolve(prefix + "plain.ndjson");
        Process process = JavaProcess.of(
                        List.of("-XX:TieredStopAtLevel=1"),
                        Peerage.class,
                        List.of(
                                "generate",
                                "--users",
                                Integer.toString(users),
                                "--groups",
                                Integer.toString(groups),
                                "--memberships",
                                Integer.toString(memberships)))
                .redirectOutput(plain.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("generate has failed");
        }
        Path file = directory.resolve(prefix + "ndjson");
        List<String> ids = new ArrayList<>();
        List<String> emails = new ArrayList<>();
        try (Stream<String> lines = Files.lines(plain);
                BufferedWriter out = Files.newBufferedWriter(file)) {
            for (String line : (Iterable<String>) lines::iterator) {
                ObjectNode object = (ObjectNode) JSON.readTree(line);
                object.properties().forEach(field -> prefix(prefix, (ObjectNode) field.getValue()));
                if (object.get("user") instanceof ObjectNode user) {
                    ids.add(user.get("id").asString());
                    emails.add(user.get("email").asString());
                }
                out.write(JSON.writeValueAsString(object));
                out.write('\n');
            }
        }
        Files.delete(plain);
        return new People(
                prefix,
                file,
                users + groups + memberships,
                List.copyOf(ids),
                ids.stream().map(id -> "/api/v1/users/" + id).toList(),
                emails.stream()
                        .map(email -> "/api/v1/users?email=" + URLEncoder.encode(email, StandardCharsets.UTF_8))
                        .toList());
    }

    private static void prefix(String prefix, ObjectNode resource) {
        for (String field : List.of("id", "username", "email", "groupId", "userId")) {
            JsonNode value = resource.get(field);
            if (value != null) {
                resource.put(field, prefix + value.asString());
            }
        }
    }
}
