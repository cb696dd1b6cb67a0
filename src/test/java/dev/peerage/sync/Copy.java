package dev.peerage.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a consumer keeps: resources by type and id, and the token to go on from. Applies items and knows nothing else. */
public final class Copy {

    private final Map<String, JsonNode> resources = new TreeMap<>();
    private @Nullable String token;

    /** As it is now; the consumer may be killed and go on from there. */
    public Copy stored() {
        Copy stored = new Copy();
        stored.resources.putAll(resources);
        stored.token = token;
        return stored;
    }

    /** The next page's address below the API's. */
    public String request(int limit) {
        return "/changes?limit=" + limit + (token == null ? "" : "&since=" + token);
    }

    /** Applies a page; answers whether there is more. */
    public boolean apply(JsonNode page, int limit) {
        assertThat(page.get("items").size()).isLessThanOrEqualTo(limit);
        for (JsonNode item : page.get("items")) {
            String key = item.get("type").stringValue() + " " + item.get("id").stringValue();
            if (item.get("op").stringValue().equals("set")) {
                resources.put(key, item.get("resource"));
            } else {
                assertThat(item.get("op").stringValue()).isEqualTo("delete");
                assertThat(item.has("resource")).as("a deleted %s", key).isFalse();
                resources.remove(key);
            }
        }
        token = page.get("next").stringValue();
        return page.get("more").booleanValue();
    }

    /** One that it has. */
    JsonNode resource(String key) {
        return Objects.requireNonNull(resources.get(key), key);
    }

    /** By type and id, such as {@code user homer}. */
    public Map<String, JsonNode> resources() {
        return resources;
    }
}
