package dev.peerage.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import kafka.server.BrokerServer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A Kafka broker in this process, which may be stopped and started again. */
final class KafkaBroker implements AutoCloseable {

    private static final int PARTITIONS = 3;

    private final EmbeddedKafkaKraftBroker broker;

    private KafkaBroker(EmbeddedKafkaKraftBroker broker) {
        this.broker = broker;
    }

    static KafkaBroker start() {
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, PARTITIONS);
        // it would tell all applications of this process where it is
        broker.brokerListProperty("peerage.test.kafka");
        broker.afterPropertiesSet();
        return new KafkaBroker(broker);
    }

    String address() {
        return broker.getBrokersAsString();
    }

    void down() {
        server().shutdown();
        server().awaitShutdown();
    }

    void up() {
        server().startup();
    }

    private BrokerServer server() {
        return Objects.requireNonNull(broker.getCluster())
                .brokers()
                .values()
                .iterator()
                .next();
    }

    /** All that was ever sent to a topic, each partition in its order; at least so many messages, if they come in time. */
    List<ConsumerRecord<String, byte[]>> messages(String topic, int atLeast, Duration patience) {
        List<ConsumerRecord<String, byte[]>> messages = new ArrayList<>();
        long deadline = System.nanoTime() + patience.toNanos();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, address()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = IntStream.range(0, PARTITIONS)
                    .mapToObj(number -> new TopicPartition(topic, number))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            while (System.nanoTime() < deadline) {
                var more = consumer.poll(Duration.ofMillis(300));
                more.forEach(messages::add);
                if (messages.size() >= atLeast && more.isEmpty()) {
                    break;
                }
            }
        }
        return messages;
    }

    @Override
    public void close() {
        broker.destroy();
    }
}
