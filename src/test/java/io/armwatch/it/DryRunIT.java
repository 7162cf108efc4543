package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** {@code --dry-run} of {@code run} and {@code once}. */
final class DryRunIT {
    private static final String ROTATE = "{\"keyType\":\"primary\"}";

    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps");
    private final String batch = resources.batch("batch");

    /** What a Kafka holds of one armwatch: the ends of its topics, and how far its group is. */
    private record Trace(Map<TopicPartition, Long> ends, Map<?, ?> group, Set<String> groups) {
        static Trace of(ArmwatchFixture armwatch) {
            Set<String> topics = ArmwatchFixture.get(
                            armwatch.admin().listTopics().names())
                    .stream()
                    .filter(topic -> topic.startsWith(armwatch.name()))
                    .collect(Collectors.toSet());
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            ArmwatchFixture.get(armwatch.admin().describeTopics(topics).allTopicNames())
                    .forEach((topic, description) -> description
                            .partitions()
                            .forEach(info ->
                                    latest.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest())));
            Map<TopicPartition, Long> ends = new HashMap<>();
            ArmwatchFixture.get(armwatch.admin().listOffsets(latest).all())
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return new Trace(
                    ends,
                    ArmwatchFixture.get(armwatch.admin()
                            .listConsumerGroupOffsets(armwatch.name())
                            .partitionsToOffsetAndMetadata()),
                    ArmwatchFixture.get(armwatch.admin().listGroups().all()).stream()
                            .map(group -> group.groupId())
                            .filter(group -> group.startsWith(armwatch.name()))
                            .collect(Collectors.toSet()));
        }
    }

    private static List<String> events(CommandResult result) {
        return result.lines().stream()
                .filter(line -> line.matches("\\d\\d:\\d\\d:\\d\\d .*|\\d{4}-.*"))
                .toList();
    }

    @Test
    void it_prints_what_differs_from_the_known_states_and_leaves_no_trace_in_kafka() {
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched())) {
            armwatch.start();
            List.of(maps, batch).forEach(id -> armwatch.reader().await("resource.discovered", id));
            armwatch.processedEvents();
            armwatch.stop();
            azure.call("POST", maps + "/regenerateKey", ROTATE);
            Trace before = Trace.of(armwatch);

            CommandResult result = armwatch.run("once", "--dry-run");

            assertThat(result.exit()).as("%s", result).isZero();
            assertThat(result.lines().get(0))
                    .isEqualTo("Dry run: armwatch polls, compares with the 2 known states of Kafka at "
                            + armwatch.brokers() + ",");
            assertThat(events(result)).singleElement().asString().contains("key rotated", "maps primary");
            assertThat(Trace.of(armwatch)).isEqualTo(before);

            armwatch.start(); // finds the same difference
            armwatch.reader().await("key.rotated", maps);
        }
    }

    @Test
    void where_armwatch_never_ran_everything_is_new_and_no_topic_is_created() {
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched())) {
            CommandResult result = armwatch.run("once", "--dry-run");

            assertThat(events(result))
                    .as("%s", result)
                    .hasSize(2)
                    .allMatch(line -> line.contains("resource discovered"));
            assertThat(ArmwatchFixture.get(armwatch.admin().listTopics().names()))
                    .noneMatch(topic -> topic.startsWith(armwatch.name()));
            assertThat(armwatch.run("show", maps).errors())
                    .singleElement()
                    .asString()
                    .startsWith("armwatch does not know " + maps + ": a scope covers it, but no scan has seen it.");
        }
    }

    @Test
    void it_needs_no_kafka_not_even_where_the_settings_ask_for_tls_and_ends_when_its_reader_does() throws Exception {
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched(), "127.0.0.1:1")
                        .withFile(Map.of("camel.component.kafka.securityProtocol", "SSL"))) {
            Process dry = armwatch.pipe("run", "--dry-run", "--schedule", "* * * * * ?");
            assertThat(firstLines(dry, 4))
                    .startsWith(
                            "Dry run: armwatch polls, compares with nothing, so that everything is new, because Kafka "
                                    + "cannot be reached at 127.0.0.1:1,")
                    .last()
                    .asString()
                    .contains("resource discovered");
            azure.call("POST", maps + "/regenerateKey", ROTATE);

            assertThat(dry.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(dry.exitValue()).isZero();
        }
    }

    /** Reads no more than these lines, as {@code head} does. */
    private static List<String> firstLines(Process process, int count) throws IOException {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines().limit(count).toList();
        }
    }
}
