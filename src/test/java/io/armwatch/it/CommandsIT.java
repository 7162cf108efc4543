package io.armwatch.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The commands that read what an armwatch has published, each in a JVM of its own. */
final class CommandsIT {
    private static final TestResources RESOURCES = new TestResources();
    private static final String MAPS = RESOURCES.maps("maps");
    private static final String BATCH = RESOURCES.batch("batch");
    private static final String MISSING = RESOURCES.missing(TestResources.batchId("missing"));
    private static final SimulatedAzure AZURE = SimulatedAzure.with(RESOURCES);
    private static final ArmwatchFixture ARMWATCH = new ArmwatchFixture(AZURE.uri(), RESOURCES.watched());

    private static Instant beforeRotation = Instant.EPOCH;

    /** What is published stays as it is from then on. */
    @BeforeAll
    static void publish() {
        ARMWATCH.start();
        ARMWATCH.reader().await("resource.discovered", MAPS);
        ARMWATCH.reader().await("resource.discovered", BATCH);
        ARMWATCH.reader().await("poll.failed", MISSING);
        beforeRotation = Instant.now();
        AZURE.call("POST", MAPS + "/regenerateKey", "{\"keyType\":\"primary\"}");
        ARMWATCH.reader().await("key.rotated", MAPS);
        ARMWATCH.processedEvents();
        ARMWATCH.stop();
    }

    @AfterAll
    static void close() {
        ARMWATCH.close();
        AZURE.close();
    }

    private static List<String> types(CommandResult result) {
        return result.lines().stream()
                .map(line -> ReceivedEvent.json(line.getBytes(StandardCharsets.UTF_8)))
                .map(event -> event.path("type").asText())
                .toList();
    }

    @Test
    void events_until_the_end_are_all_that_were_published_with_their_dates() {
        CommandResult result = ARMWATCH.run("events", "--until-end");

        assertThat(result.exit()).as("%s", result).isZero();
        assertThat(result.lines())
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  \\S.*"))
                .noneMatch(line -> line.contains("scan completed"))
                .anyMatch(line -> line.contains("resource discovered") && line.contains(" batch "))
                .anyMatch(line -> line.contains("key rotated") && line.contains("maps primary"));
    }

    @Test
    void events_are_chosen_by_type_and_resource_and_printed_as_json() {
        CommandResult result = ARMWATCH.run(
                "events",
                "--until-end",
                "--type",
                "resource.discovered,key.rotated",
                "--resource",
                MAPS.toUpperCase(Locale.ROOT),
                "-o",
                "json");

        assertThat(types(result))
                .containsExactlyInAnyOrder("io.armwatch.resource.discovered.v1", "io.armwatch.key.rotated.v1");
    }

    @Test
    void events_since_a_time_leave_out_older_ones() {
        CommandResult result =
                ARMWATCH.run("events", "--until-end", "--since", beforeRotation.toString(), "-o", "json");

        assertThat(types(result)).containsExactly("io.armwatch.key.rotated.v1");
    }

    @Test
    void events_are_printed_as_yaml_documents() {
        CommandResult result = ARMWATCH.run("events", "--until-end", "--type", "key.rotated", "--output", "yaml");

        assertThat(result.lines()).startsWith("---").contains("type: io.armwatch.key.rotated.v1", "  key: primary");
    }

    @Test
    void a_wrong_option_of_events_ends_with_status_2_and_says_what_is_expected() {
        CommandResult result = ARMWATCH.run("events", "--type", "key.rotate");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.errors()).anyMatch(line -> line.contains("did you mean key.rotated?"));
    }

    @Test
    void a_replay_writes_the_known_states_to_a_new_topic_and_the_next_one_has_the_same_ids() {
        String topic = "replayed-" + ARMWATCH.name();
        CommandResult first = ARMWATCH.run("replay", "--topic", topic);
        assertThat(first.exit()).as("%s", first).isZero();
        assertThat(first.lines())
                .containsExactly(
                        "Created topic " + topic + " with 2 partitions.",
                        "Wrote 2 known states as resource.discovered to " + topic + ".");

        CommandResult second = ARMWATCH.run("replay", "--topic", topic);
        assertThat(second.lines()).containsExactly("Wrote 2 known states as resource.discovered to " + topic + ".");

        List<ReceivedEvent> replayed = read(topic);
        assertThat(replayed).hasSize(4).allMatch(event -> event.type().equals("resource.discovered"));
        List<String> ids = ids(replayed);
        assertThat(ids.stream().distinct()).hasSize(2);
        assertThat(ids).doesNotContainAnyElementsOf(ids(ARMWATCH.processedEvents()));
        JsonNode maps = replayed.stream()
                .filter(event -> event.isOf(MAPS))
                .findFirst()
                .orElseThrow()
                .data();
        JsonNode known = ARMWATCH.reader().known(ReceivedEvent.key(MAPS)).orElseThrow();
        assertThat(maps.path("state")).isEqualTo(known.path("state"));
        assertThat(maps.path("revision")).isEqualTo(known.path("revision"));
    }

    @Test
    void show_says_what_is_known_of_a_resource_in_any_casing() {
        CommandResult result = ARMWATCH.run("show", MAPS.toUpperCase(Locale.ROOT), "-o", "json");
        assertThat(result.exit()).as("%s", result).isZero();
        JsonNode report = ReceivedEvent.json(result.lines().get(0).getBytes(StandardCharsets.UTF_8));
        JsonNode known = ARMWATCH.reader().known(ReceivedEvent.key(MAPS)).orElseThrow();
        assertThat(report.path("resourceId").asText()).isEqualTo(MAPS);
        assertThat(report.path("state")).isEqualTo(known.path("state"));
        assertThat(report.path("revision")).isEqualTo(known.path("revision"));
        assertThat(report.path("watched").asBoolean()).isTrue();
        assertThat(report.at("/lastChange/type").asText()).isEqualTo("key.rotated");
        assertThat(report.path("outage").isNull()).isTrue();
        assertThat(Instant.parse(report.path("lastPollAt").asText()))
                .isAfterOrEqualTo(Instant.parse(known.path("observedAt").asText()));
        assertThat(Instant.parse(report.path("nextPollAt").asText())).isAfter(beforeRotation);
    }

    @Test
    void show_has_lines_for_people() {
        CommandResult result = ARMWATCH.run("show", BATCH);

        assertThat(result.lines())
                .contains(
                        "resource      " + BATCH,
                        "source        batch-account",
                        "watched       yes",
                        "outage        none")
                .anyMatch(line -> line.matches("last change {3}\\S+ resource\\.discovered"))
                .anyMatch(line -> line.startsWith("  location: "));
    }

    @Test
    void show_explains_an_outage() {
        CommandResult result = ARMWATCH.run("show", MISSING, "--output", "yaml");

        assertThat(result.exit()).as("%s", result).isZero();
        assertThat(result.lines())
                .startsWith("---", "resourceId: " + MISSING)
                .contains("  reason: missing", "state: null")
                .anyMatch(line -> line.startsWith("  nextAttemptAt: "));
    }

    @Test
    void show_of_an_unknown_resource_says_why_it_is_unknown() {
        CommandResult result = ARMWATCH.run("show", TestResources.batchId("stranger"));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.errors())
                .containsExactly("armwatch does not know " + TestResources.batchId("stranger")
                        + ": no scope covers it; add one to the watch list");
        assertThat(ARMWATCH.run("show", "maps").exit()).isEqualTo(2);
    }

    private static List<String> ids(List<ReceivedEvent> events) {
        return events.stream().map(event -> event.attribute("id")).toList();
    }

    private static List<ReceivedEvent> read(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", ARMWATCH.brokers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            List<ReceivedEvent> events = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < requireNonNull(ends.get(each)))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> events.add(ReceivedEvent.of(record)));
            }
            return events;
        }
    }

    @Test
    void a_replay_into_one_of_armwatch_s_own_topics_is_refused() {
        CommandResult result = ARMWATCH.run("replay", "--topic", ARMWATCH.name() + ".key-rotations");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.errors())
                .singleElement()
                .asString()
                .startsWith("--topic: '" + ARMWATCH.name() + ".key-rotations' is one of armwatch's own topics");
    }
}
