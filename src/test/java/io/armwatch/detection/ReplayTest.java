package io.armwatch.detection;

import static io.armwatch.detection.DetectionExamples.APIM;
import static io.armwatch.detection.DetectionExamples.CONTRACT;
import static io.armwatch.detection.DetectionExamples.KEYS;
import static io.armwatch.detection.DetectionExamples.MAPS_KEY;
import static io.armwatch.detection.DetectionExamples.PAIR;
import static io.armwatch.detection.DetectionExamples.SECRETS;
import static io.armwatch.detection.DetectionExamples.SUBSCRIPTION;
import static io.armwatch.detection.DetectionExamples.TWO_KEYS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.change.Json;
import io.armwatch.config.Settings;
import io.armwatch.source.OfficialExample;
import io.cloudevents.CloudEvent;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
    private static final Settings.Kafka KAFKA =
            new Settings.Kafka("localhost:9092", Map.of(), true, "watch", "azure", 12, false);

    private final TopologyFixture bench = TopologyFixture.structured();
    private final Map<String, String> rows = new HashMap<>();

    @AfterEach
    void close() {
        bench.close();
    }

    private CloudEvent replayed(String key) {
        bench.states().forEach(row -> rows.put(row.key(), row.value()));
        return Replay.event(key, Objects.requireNonNull(rows.get(key)).getBytes(UTF_8))
                .orElseThrow();
    }

    private static JsonNode data(CloudEvent event) {
        return Json.tree(Objects.requireNonNull(event.getData()).toBytes());
    }

    @Test
    void a_known_state_is_replayed_as_the_discovery_with_its_data_and_another_id() throws Exception {
        bench.send(bench.seen(KEYS, TWO_KEYS));
        JsonNode discovered =
                Json.tree(requireNonNull(bench.events().get(0).value()).getBytes(UTF_8));

        CloudEvent event = replayed(MAPS_KEY);

        assertThat(event.getType()).isEqualTo("io.armwatch.resource.discovered.v1");
        assertThat(data(event)).isEqualTo(discovered.path("data"));
        assertThat(event.getSource()).hasToString(discovered.path("source").asText());
        assertThat(event.getExtension("partitionkey")).isEqualTo(MAPS_KEY);
        assertThat(event.getId())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(discovered.path("id").asText());
    }

    @Test
    void the_id_stays_while_the_state_does_and_changes_with_it() throws Exception {
        bench.send(bench.seen(KEYS, TWO_KEYS));
        String id = replayed(MAPS_KEY).getId();
        assertThat(replayed(MAPS_KEY).getId()).isEqualTo(id);

        bench.send(bench.seen(KEYS, OfficialExample.with(TWO_KEYS, "/primaryKey", "another")));
        assertThat(replayed(MAPS_KEY).getId()).isNotEqualTo(id);
    }

    @Test
    void a_second_view_of_a_resource_is_an_event_of_its_own_under_the_key_of_the_resource() throws Exception {
        bench.send(bench.seen(SUBSCRIPTION, CONTRACT));
        bench.send(bench.seen(SECRETS, PAIR));
        String key = APIM.toLowerCase(Locale.ROOT);

        CloudEvent resource = replayed(key);
        CloudEvent secrets = replayed(key + "/listsecrets");

        assertThat(secrets.getSubject()).isEqualTo("listSecrets");
        assertThat(secrets.getExtension("partitionkey")).isEqualTo(key);
        assertThat(secrets.getId()).isNotEqualTo(resource.getId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "null", "{}", "{\"resourceId\":\"x\"}"})
    void a_record_that_armwatch_did_not_write_is_left_out(String value) {
        assertThat(Replay.event(MAPS_KEY, value.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void a_record_under_the_key_of_another_resource_is_left_out() throws Exception {
        bench.send(bench.seen(KEYS, TWO_KEYS));

        assertThat(Replay.event(
                        "/subscriptions/s",
                        requireNonNull(bench.states().get(0).value()).getBytes(UTF_8)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"azure.known-states", "azure.key-rotations", "azure.anything", "watch-known-states-changelog"})
    void armwatch_s_own_topics_are_refused(String topic) {
        assertThatThrownBy(() -> new Replay(KAFKA, topic))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "is one of armwatch's own topics, which begin with azure. and watch-; name a topic of the consumer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a topic", "größe", "__consumer_offsets"})
    void a_name_that_no_topic_of_a_consumer_has_is_refused(String topic) {
        assertThatThrownBy(() -> new Replay(KAFKA, topic)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_topic_of_the_consumer_is_taken() {
        assertThatCode(() -> new Replay(KAFKA, "azure-replay")).doesNotThrowAnyException();
    }
}
