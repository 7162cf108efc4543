package io.armwatch.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.config.Settings;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {
    /** No test has the broker lose its answer: what does is a burst of a hundred thousand first sights ({@code -Dresources=100000}). */
    @Test
    void a_transaction_s_requests_come_one_after_the_other() {
        Settings.Kafka settings = new Settings.Kafka(
                "nowhere:9092", Map.of("max.in.flight.requests.per.connection", "5"), true, "bench", "azure", 1, false);

        assertThat(KafkaClients.streams(settings))
                .containsEntry(StreamsConfig.producerPrefix("max.in.flight.requests.per.connection"), 1);
    }
}
