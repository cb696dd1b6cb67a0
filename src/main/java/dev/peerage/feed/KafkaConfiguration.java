package dev.peerage.feed;

import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/** Brings the feed to Kafka, if a broker is configured. If not, nothing of Kafka is so much as loaded. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("spring.kafka.bootstrap-servers")
@Import(KafkaAutoConfiguration.class)
class KafkaConfiguration {

    @Bean
    KafkaTopic kafkaTopic(
            @Value("${peerage.kafka.topic:peerage.events}") String topic,
            ProducerFactory<?, ?> producers,
            KafkaAdmin admin) {
        return new KafkaTopic(topic, producers.getConfigurationProperties(), admin);
    }

    @Bean
    KafkaPublisher kafkaPublisher(Feed feed, KafkaTopic topic, Publications publications, DataSource database) {
        return new KafkaPublisher(feed, topic, publications, database);
    }
}
