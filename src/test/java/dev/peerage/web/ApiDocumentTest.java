package dev.peerage.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@WebTest
class ApiDocumentTest {

    @LocalServerPort
    private int port;

    @Test
    void saysHowToAuthenticateAndWhatErrorsLookLike() throws IOException {
        JsonNode document = document();

        assertThat(document.at("/info/title").stringValue()).isEqualTo("Peerage");
        assertThat(document.at("/components/securitySchemes/key/scheme").stringValue())
                .isEqualTo("bearer");
        assertThat(document.at("/security/0").has("key")).isTrue();
        JsonNode problem = document.at("/components/schemas/Problem");
        assertThat(problem.at("/properties/errors/items/properties/field/type").stringValue())
                .isEqualTo("string");
        assertThat(problem.get("required").valueStream().map(JsonNode::stringValue))
                .containsExactlyInAnyOrder("type", "title", "status", "detail");
        assertThat(document.at("/paths/~1api~1v1~1things/get/responses/400/$ref")
                        .stringValue())
                .isEqualTo("#/components/responses/BadRequest");
        assertThat(document.at("/components/responses/BadRequest/content/application~1problem+json/schema/$ref")
                        .stringValue())
                .isEqualTo("#/components/schemas/Problem");
    }

    @Test
    void describesWhatTheConventionsReadFromARequest() throws IOException {
        JsonNode paths = document().get("paths");

        assertThat(names(paths.at("/~1api~1v1~1things/get"))).containsExactly("limit", "cursor");
        assertThat(names(paths.at("/~1api~1v1~1preconditions/get")))
                .containsExactly("If-Match", "If-None-Match", "Prefer");
        assertThat(paths.at("/~1api~1v1~1things/post/requestBody/content").propertyNames())
                .containsExactly("application/json");
        assertThat(paths.at("/~1api~1v1~1things~1{id}/patch/requestBody/content")
                        .propertyNames())
                .containsExactly("application/merge-patch+json");
        assertThat(names(paths.at("/~1api~1v1~1actor/get"))).isEmpty();
    }

    @Test
    void hasNoErrorPageInIt() throws IOException {
        assertThat(document().get("paths").propertyNames()).doesNotContain("/error");
    }

    private JsonNode document() throws IOException {
        return new Client(port).get("/v3/api-docs").json();
    }

    private static List<String> names(JsonNode operation) {
        return operation
                .path("parameters")
                .valueStream()
                .map(parameter -> parameter.get("name").stringValue())
                .toList();
    }
}
