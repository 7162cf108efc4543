package io.armwatch.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.config.Settings;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {
    private static final String IN_FLIGHT = StreamsConfig.producerPrefix("max.in.flight.requests.per.connection");

    private static Properties streams(boolean exactlyOnce) {
        return KafkaClients.streams(
                new Settings.Kafka("nowhere:9092", Map.of(), exactlyOnce, "bench", "azure", 1, false), "bench");
    }

    /** No test has the broker lose its answer: what does is a burst of a hundred thousand first sights. */
    @Test
    void the_requests_of_a_transaction_come_in_order() {
        assertThat(streams(true)).containsEntry(IN_FLIGHT, 1);
        assertThat(streams(false)).doesNotContainKey(IN_FLIGHT);
    }
}
