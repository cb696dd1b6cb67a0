package dev.peerage.search;

import dev.peerage.database.DataDirectory;
import dev.peerage.kernel.Region;
import dev.peerage.nodes.KeptByNode;
import dev.peerage.views.ViewTables;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SearchProperties.class)
class SearchConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    Indexes searchIndexes(
            SearchProperties properties, DataDirectory data, Region region, DataSource database, ViewTables tables) {
        properties.check();
        String log = log(database);
        String madeFrom = "%s form %d%n".formatted(log, SearchView.FORM);
        return new Indexes(
                properties.uris().isEmpty()
                        ? new LuceneEngine(data.resolve("search"), madeFrom)
                        : new OpenSearchEngine(properties, prefix(region, log), madeFrom),
                tables);
    }

    /** Of an index in the data directory another node would have no part. */
    @Bean
    KeptByNode searchIndexKept(SearchProperties properties) {
        return new KeptByNode() {
            @Override
            public Optional<String> what() {
                return properties.uris().isEmpty() ? Optional.of("the search index") : Optional.empty();
            }

            @Override
            public String howToShare() {
                return "Nodes share an index that is in OpenSearch: name it by peerage.search.uris, at each of them.";
            }
        };
    }

    /** Which database this is, among all there are. */
    private static String log(DataSource database) {
        return JdbcClient.create(database).sql("""
                        select (select system_identifier from pg_control_system()) || '/' || oid
                        from pg_database where datname = current_database()
                        """).query(String.class).single();
    }

    /** Regions share an OpenSearch, and so may two of one name, such as one that is for trying out. */
    private static String prefix(Region region, String log) {
        CRC32 sum = new CRC32();
        sum.update(log.getBytes(StandardCharsets.UTF_8));
        return "peerage-%s-%08x".formatted(region.name(), sum.getValue());
    }

    @Bean
    SearchView searchView(List<SearchedResources> types, Indexes indexes) {
        return new SearchView(types, indexes, indexes::live);
    }
}
