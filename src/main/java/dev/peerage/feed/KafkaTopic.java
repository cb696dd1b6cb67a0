package dev.peerage.feed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * The topic that events are brought to: CloudEvents in structured mode, with their subject as key, so that those of one
 * subject stay in their order.
 */
final class KafkaTopic {

    private static final RecordHeader STRUCTURED = new RecordHeader(
            "content-type", "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.US_ASCII));

    private static final Duration ADMIN_PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Map<String, Object> properties;
    private final KafkaAdmin admin;

    /** @param configured what a producer needs to reach the broker */
    KafkaTopic(String name, Map<String, Object> configured, KafkaAdmin admin) {
        this.name = name;
        this.properties = new HashMap<>(configured);
        this.admin = admin;
        admin.setOperationTimeout(Math.toIntExact(ADMIN_PATIENCE.toSeconds()));
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        // nothing is taken for delivered that one broker alone has, and nothing overtakes what is sent again
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // so that it is soon told when a broker is out of reach; what was not delivered is read from the log again
        properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        properties.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        properties.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
    }

    /** A connection to it; makes the topic with the broker's defaults if it is not there. */
    Connection connect() {
        admin.createOrModifyTopics(new NewTopic(name, Optional.empty(), Optional.empty()));
        return new Connection(new KafkaProducer<>(properties));
    }

    /** What is sent over one connection is delivered in its order, up to the first failure. */
    final class Connection implements AutoCloseable {

        private final Producer<String, byte[]> producer;

        Connection(Producer<String, byte[]> producer) {
            this.producer = producer;
        }

        /**
         * Sends events, and returns when all of them are acknowledged.
         *
         * @throws KafkaException if one of them is not; nothing can be sent over this connection any more
         */
        void send(List<FeedEvent> events) {
            AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
            try {
                for (FeedEvent event : events) {
                    producer.send(message(event), (_, failed) -> {
                        if (failed != null && failure.compareAndSet(null, failed)) {
                            // before a later event of its subject is sent in its place
                            producer.close(Duration.ZERO);
                        }
                    });
                }
                producer.flush();
            } catch (IllegalStateException closed) {
                failure.compareAndSet(null, closed);
            }
            Exception failed = failure.get();
            if (failed != null) {
                throw new KafkaException(failed.getMessage(), failed);
            }
        }

        private ProducerRecord<String, byte[]> message(FeedEvent event) {
            ProducerRecord<String, byte[]> message = new ProducerRecord<>(name, event.subject(), event.json());
            message.headers().add(STRUCTURED);
            return message;
        }

        @Override
        public void close() {
            producer.close(Duration.ZERO);
        }
    }
}
