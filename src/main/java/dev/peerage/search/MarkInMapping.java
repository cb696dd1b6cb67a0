package dev.peerage.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A mark in the mapping of an index in OpenSearch ({@code _meta}): every node sees it at once, it is on the disk when it is
 * acknowledged, and it goes with the index, whoever deletes that.
 */
final class MarkInMapping implements IndexMark {

    private static final String KEY = "made_from";

    private final RestClient client;
    private final String index;
    private final String expected;

    /** @param expected what it has to say */
    MarkInMapping(RestClient client, String index, String expected) {
        this.client = client;
        this.index = index;
        this.expected = expected;
    }

    @Override
    public boolean isThere() {
        Request read = new Request("GET", path());
        read.addParameter("ignore", "404");
        return answer(read)
                .at("/" + index + "/mappings/_meta/" + KEY)
                .stringValue("")
                .equals(expected);
    }

    /** It goes with the index. */
    @Override
    public void remove() {}

    @Override
    public void write() {
        Request write = new Request("PUT", path());
        write.setJsonEntity(JsonMapper.shared().writeValueAsString(Map.of("_meta", Map.of(KEY, expected))));
        answer(write);
    }

    private String path() {
        return "/" + index + "/_mapping";
    }

    private JsonNode answer(Request request) {
        try (InputStream answer = client.performRequest(request).getEntity().getContent()) {
            return JsonMapper.shared().readTree(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
