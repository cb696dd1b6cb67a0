package dev.peerage.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.headers.Header;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.http.HttpHeaders;

/** The headers of answers in the API's document. */
final class ApiHeaders {

    private static final SortedMap<String, String> MEANINGS = new TreeMap<>(Map.of(
            RequestId.HEADER,
            "What the request is called in the log and in the events it writes: the one that was sent, or a new one",
            HttpHeaders.ETAG,
            "The resource's version, the same in every region; for `If-Match` and `If-None-Match`",
            HttpHeaders.LOCATION,
            "Where the new resource is",
            HttpHeaders.RETRY_AFTER,
            "In how many seconds to try again",
            HttpHeaders.WWW_AUTHENTICATE,
            "`Bearer`, and whether the key was wrong (RFC 6750 §3)"));

    private ApiHeaders() {}

    static void addTo(Components components) {
        MEANINGS.forEach((name, meaning) ->
                components.addHeaders(name, new Header().description(meaning).schema(ApiDocument.type("string"))));
    }

    static Header reference(String name) {
        return new Header().$ref("#/components/headers/" + name);
    }
}
