package dev.peerage.search;

import dev.peerage.database.DataDirectory;
import dev.peerage.views.ViewTables;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class SearchConfiguration {

    /** To be changed with whatever entries are made of, so that they are made anew. */
    private static final String FORM = "1";

    @Bean
    @DependsOnDatabaseInitialization
    Indexes searchIndexes(DataDirectory data, DataSource database, ViewTables tables) {
        return new Indexes(new LuceneEngine(data.resolve("search"), madeFrom(database)), tables);
    }

    private static String madeFrom(DataSource database) {
        String log = JdbcClient.create(database).sql("""
                        select (select system_identifier from pg_control_system()) || '/' || oid
                        from pg_database where datname = current_database()
                        """).query(String.class).single();
        return "%s form %s%n".formatted(log, FORM);
    }

    @Bean
    SearchView searchView(List<SearchedResources> types, Indexes indexes) {
        return new SearchView(types, indexes, indexes::live);
    }
}
