package dev.peerage.nodes;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class NodesConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    RegisteredNode node(DataSource main, ObjectProvider<KeptByNode> kept) throws SQLException {
        return RegisteredNode.register(
                main.unwrap(HikariDataSource.class), kept.orderedStream().toList());
    }
}
