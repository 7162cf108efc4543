package io.armwatch.detection;

import static io.armwatch.detection.DetectionExamples.ACCOUNT;
import static io.armwatch.detection.DetectionExamples.BATCH;
import static io.armwatch.detection.DetectionExamples.KEYS;
import static io.armwatch.detection.DetectionExamples.MAPS;
import static io.armwatch.detection.DetectionExamples.MAPS_KEY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.KnownState;
import io.armwatch.change.Reason;
import io.armwatch.detection.TopologyFixture.OutputRecord;
import io.armwatch.event.SchemaChecks;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeadLettersTest {
    private final TopologyFixture bench = TopologyFixture.structured();

    @AfterEach
    void close() {
        bench.close();
    }

    static Stream<Arguments> garbage() {
        String seen = "{\"kind\":\"seen\",\"target\":{\"source\":\"SOURCE\",\"id\":\"" + MAPS
                + "\",\"suffix\":\"\"},\"basedOn\":0,\"observedAt\":\"2026-11-21T10:00:00Z\",\"state\":STATE}";
        String noState = seen.replace(",\"state\":STATE", "").replace("SOURCE", "maps-keys");
        return Stream.of(
                Arguments.of("no value", MAPS_KEY, null),
                Arguments.of("an empty value", MAPS_KEY, ""),
                Arguments.of("not JSON", MAPS_KEY, "<html>"),
                Arguments.of("JSON null", MAPS_KEY, "null"),
                Arguments.of("an unknown kind", MAPS_KEY, "{\"kind\":\"dreamt\"}"),
                Arguments.of("no target", MAPS_KEY, "{\"kind\":\"seen\"}"),
                Arguments.of("no state", MAPS_KEY, noState),
                Arguments.of(
                        "an unknown source",
                        MAPS_KEY,
                        seen.replace("SOURCE", "storage").replace("STATE", "{}")),
                Arguments.of("no key", null, seen.replace("SOURCE", "maps-keys").replace("STATE", "{}")),
                Arguments.of(
                        "another's key",
                        "/subscriptions/s",
                        seen.replace("SOURCE", "maps-keys").replace("STATE", "{}")),
                Arguments.of(
                        "a key in another casing",
                        MAPS,
                        seen.replace("SOURCE", "maps-keys").replace("STATE", "{}")),
                Arguments.of(
                        "a state of another kind",
                        MAPS_KEY,
                        seen.replace("SOURCE", "maps-keys").replace("STATE", "{\"primaryKey\":[1]}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("garbage")
    void an_invalid_observation_is_skipped(String what, @Nullable String key, @Nullable String value) throws Exception {
        bench.send(key, value == null ? null : value.getBytes(UTF_8), new RecordHeaders())
                .send(bench.seen(BATCH, ACCOUNT));

        assertThat(bench.count("unreadable")).as(what).isEqualTo(1);
        assertThat(bench.events())
                .extracting(OutputRecord::key)
                .containsExactly(BATCH.id().key());
        assertThat(bench.known(MAPS_KEY)).isEmpty();
        assertThat(bench.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.json().get("topic").textValue()).isEqualTo("azure.observations");
            assertThat(letter.json().get("partition").intValue()).isZero();
            assertThat(letter.json().get("offset").longValue()).isZero();
            assertThat(letter.json().get("reason").textValue()).isNotEmpty();
            assertThat(letter.json()).hasSize(4);
            assertThat(SchemaChecks.problems("io.armwatch.dead-letter.v1.json", letter.json()))
                    .isEmpty();
        });
    }

    /** Kafka would refuse the record, and change detection would retry for ever. */
    @Test
    void what_would_be_larger_than_kafka_takes_is_a_dead_letter_and_changes_nothing() throws Exception {
        ObjectNode large = ACCOUNT.deepCopy();
        large.putObject("tags").put("note", "x".repeat(TopologyFixture.LARGEST_RECORD));
        bench.send(bench.seen(BATCH, large)).send(bench.seen(BATCH, ACCOUNT));

        assertThat(bench.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.json().get("reason").textValue())
                        .contains("larger than Kafka's 100000 bytes"));
        assertThat(bench.events()).extracting(OutputRecord::type).containsExactly("resource.discovered");
        assertThat(bench.known(BATCH.id().key()).map(KnownState::revision)).contains(1L);
    }

    @Test
    void a_valid_observation_is_not_a_dead_letter() throws Exception {
        bench.send(bench.seen(BATCH, ACCOUNT)).send(bench.absent(BATCH)).send(bench.failed(KEYS, Reason.FORBIDDEN));

        assertThat(bench.deadLetters()).isEmpty();
    }
}
