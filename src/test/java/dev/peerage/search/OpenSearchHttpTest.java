package dev.peerage.search;

import dev.peerage.testing.OpenSearchNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** All that is searched for in Lucene, in OpenSearch. */
@DirtiesContext
@Tag("heavy")
class OpenSearchHttpTest extends SearchHttpTest {

    private static final OpenSearchNode NODE = OpenSearchNode.start();

    @DynamicPropertySource
    static void use(DynamicPropertyRegistry properties) {
        properties.add("peerage.search.uris", NODE::uri);
    }

    @AfterAll
    static void end() throws IOException {
        NODE.close();
    }
}
