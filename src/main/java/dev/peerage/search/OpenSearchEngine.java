package dev.peerage.search;

import java.lang.invoke.MethodHandles;
import org.elasticsearch.client.RestClient;
import org.hibernate.search.backend.elasticsearch.ElasticsearchBackend;
import org.hibernate.search.backend.elasticsearch.index.layout.IndexLayoutStrategy;
import org.hibernate.search.engine.environment.bean.BeanReference;
import org.hibernate.search.mapper.pojo.mapping.definition.annotation.AnnotatedTypeSource;
import org.hibernate.search.mapper.pojo.standalone.mapping.CloseableSearchMapping;
import org.hibernate.search.mapper.pojo.standalone.mapping.SearchMapping;
import org.hibernate.search.mapper.pojo.standalone.mapping.SearchMappingBuilder;
import org.jspecify.annotations.Nullable;

/** Indexes in an OpenSearch that all nodes of a region share. */
final class OpenSearchEngine implements IndexEngine {

    private final SearchProperties properties;
    private final String prefix;
    private final String madeFrom;

    /**
     * Indexes of one database.
     *
     * @param prefix what their names begin with there, and no others do
     * @param madeFrom what an index has to be made from to be of use
     */
    OpenSearchEngine(SearchProperties properties, String prefix, String madeFrom) {
        this.properties = properties;
        this.prefix = prefix;
        this.madeFrom = madeFrom;
    }

    @Override
    public Index open(String name) {
        CloseableSearchMapping mapping = mapping(name);
        RestClient client = mapping.backend().unwrap(ElasticsearchBackend.class).client(RestClient.class);
        return new Index(name, mapping, new MarkInMapping(client, indexName(name), madeFrom));
    }

    private String indexName(String name) {
        return prefix + "-" + name;
    }

    private CloseableSearchMapping mapping(String name) {
        SearchMappingBuilder builder = SearchMapping.builder(
                        AnnotatedTypeSource.fromClasses(Entry.class), MethodHandles.lookup())
                .property("hibernate.search.backend.type", "elasticsearch")
                .property("hibernate.search.backend.uris", properties.uris())
                .property(
                        "hibernate.search.backend.layout.strategy",
                        BeanReference.ofInstance(new OneIndex(indexName(name))))
                // whatever is not there is made by its view, which knows that it has to fill it
                .property("hibernate.search.schema_management.strategy", "none")
                // a batch of events goes there in few requests, each of which makes what it brings visible
                .property("hibernate.search.backend.indexing.queue_count", 1)
                .property("hibernate.search.backend.indexing.max_bulk_size", 250)
                // a batch of events is on the disk and can be found before the view's position moves on
                .property("hibernate.search.indexing.plan.synchronization.strategy", "sync");
        if (properties.username() != null) {
            builder.property("hibernate.search.backend.username", properties.username())
                    .property("hibernate.search.backend.password", properties.password());
        }
        return builder.build();
    }

    @Override
    public void delete(String name) {
        try (CloseableSearchMapping mapping = mapping(name)) {
            mapping.scope(Entry.class).schemaManager().dropIfExisting();
        }
    }

    /** Without aliases: generations are told apart by their names, and the database says which one is searched. */
    private record OneIndex(String name) implements IndexLayoutStrategy {

        @Override
        public String createInitialElasticsearchIndexName(String hibernateSearchIndexName) {
            return name;
        }

        @Override
        public @Nullable String createWriteAlias(String hibernateSearchIndexName) {
            return null;
        }

        @Override
        public @Nullable String createReadAlias(String hibernateSearchIndexName) {
            return null;
        }
    }
}
