package dev.peerage.generate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was generated, as text and read back line by line. */
record Generated(String text, List<JsonNode> lines) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    record Member(String groupId, String userId) {}

    static Generated of(Dataset dataset) {
        String text = new String(bytes(dataset), StandardCharsets.UTF_8);
        return new Generated(text, text.lines().map(JSON::readTree).toList());
    }

    static byte[] bytes(Dataset dataset) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        dataset.writeTo(out);
        return out.toByteArray();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    List<JsonNode> users() {
        return of("user");
    }

    List<JsonNode> groups() {
        return of("group");
    }

    List<Member> members() {
        return of("member").stream()
                .map(member -> new Member(
                        member.get("groupId").stringValue(),
                        member.get("userId").stringValue()))
                .toList();
    }

    private List<JsonNode> of(String kind) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode line : lines) {
            if (line.has(kind)) {
                found.add(line.get(kind));
            }
        }
        return found;
    }
}
