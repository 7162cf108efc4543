package io.armwatch.it;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.armwatch.kafka.EmbeddedBroker;
import io.armwatch.kafka.KafkaTopics.UnusableTopicException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;
import org.assertj.core.api.AbstractThrowableAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Kafka that cannot be used as it is: a start ends, or waits, with a sentence that says what to do. */
final class SentencesIT {
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");
    private static final String ID = TestResources.PROVIDERS + "Microsoft.Maps/accounts/maps";

    @Test
    void observations_with_fewer_partitions_than_wanted_are_warned_of() {
        try (CapturedLogs logs = new CapturedLogs();
                ArmwatchFixture armwatch = rig(SharedKafka.brokers()).with("armwatch.topics.partitions", "3")) {
            create(armwatch, ".observations", 2, "delete");
            armwatch.start();

            assertThat(logs.lines("WARN", armwatch.name() + ".observations has 2 partitions, not the 3"))
                    .singleElement()
                    .asString()
                    .contains("take another armwatch.topics.prefix and armwatch.application-id");
        }
    }

    @Test
    void a_topic_of_known_states_that_is_not_compacted_ends_armwatch() {
        try (ArmwatchFixture armwatch = rig(SharedKafka.brokers())) {
            create(armwatch, ".known-states", 2, "delete");

            ends(armwatch).hasMessageContaining("--add-config cleanup.policy=compact");
        }
    }

    @Test
    void a_changelog_with_a_different_number_of_partitions_ends_armwatch() {
        try (ArmwatchFixture armwatch = rig(SharedKafka.brokers())) {
            create(armwatch, "-known-states-changelog", 3, "compact");

            ends(armwatch)
                    .hasMessageContaining("has 3 partitions")
                    .hasMessageContaining("create " + armwatch.name() + ".observations again with 3 partitions");
            assertThat(ArmwatchFixture.get(armwatch.admin().listTopics().names()))
                    .as("nothing is created")
                    .doesNotContain(armwatch.name() + ".observations");
        }
    }

    /** What is deleted after a week would be discovered anew, with the ids of earlier events. */
    @ParameterizedTest
    @ValueSource(strings = {"delete", "compact,delete"})
    void a_changelog_that_is_not_only_compacted_ends_armwatch(String cleanup) {
        try (ArmwatchFixture armwatch = rig(SharedKafka.brokers())) {
            create(armwatch, "-known-states-changelog", 2, cleanup);

            ends(armwatch)
                    .hasMessageContaining(armwatch.name() + "-known-states-changelog has cleanup.policy=" + cleanup)
                    .hasMessageContaining("--add-config cleanup.policy=compact");
        }
    }

    @Test
    void missing_kafka_rights_end_armwatch() {
        Path data = TemporaryFolder.create("rights");
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, EmbeddedBroker.freePort(), rights())) {
            mayNotSee(broker.brokers());
            mayNotWrite(broker.brokers());
            mayNotRead(broker.brokers());
            mayNotBeginTransactions(broker.brokers());
            mayNotSeeItsGroup(broker.brokers());
        } finally {
            TemporaryFolder.delete(data);
        }
    }

    private static void mayNotSee(String brokers) {
        try (ArmwatchFixture armwatch = rig(brokers)) {
            create(armwatch, ".polling", 2, "delete");
            deny(armwatch, ResourceType.TOPIC, armwatch.name() + ".polling", AclOperation.DESCRIBE);

            ends(armwatch)
                    .hasMessageContaining("does not allow armwatch Describe on topic " + armwatch.name() + ".polling")
                    .hasMessageContaining("kafka-acls.sh")
                    .satisfies(SentencesIT::namesOperationsThatKafkaAclsTakes);
        }
    }

    /** kafka-acls.sh takes {@code DescribeConfigs}, not {@code DESCRIBE_CONFIGS}. */
    private static void namesOperationsThatKafkaAclsTakes(Throwable problem) {
        assertThat(Pattern.compile("--operation (\\S+)")
                        .matcher(String.valueOf(problem.getMessage()))
                        .results()
                        .map(operation -> operation.group(1)))
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(SecurityUtils.operationName(SecurityUtils.operation(operation)))
                        .isEqualTo(operation));
    }

    private static void mayNotWrite(String brokers) {
        try (ArmwatchFixture armwatch = rig(brokers)) {
            create(armwatch, ".polling", 2, "delete");
            deny(armwatch, ResourceType.TOPIC, armwatch.name() + ".polling", AclOperation.WRITE);

            ends(armwatch)
                    .hasMessageContaining("does not allow armwatch Write on topic " + armwatch.name() + ".polling")
                    .hasMessageContaining("kafka-acls.sh")
                    .satisfies(SentencesIT::namesOperationsThatKafkaAclsTakes);
        }
    }

    /** armwatch starts without these rights, and warns; check names them before. */
    private static void mayNotRead(String brokers) {
        for (String suffix : List.of(".known-states", ".installations")) {
            try (ArmwatchFixture armwatch = rig(brokers)) {
                create(armwatch, suffix, 1, "compact");
                deny(armwatch, ResourceType.TOPIC, armwatch.name() + suffix, AclOperation.READ);

                assertThat(check(armwatch))
                        .containsSubsequence(
                                "NOT OK    topic    " + armwatch.name() + suffix,
                                "Kafka does not allow armwatch Read on topic " + armwatch.name() + suffix
                                        + "; allow it",
                                "kafka-acls.sh --add --allow-principal User:{name} --operation Read --topic "
                                        + armwatch.name() + suffix);
            }
        }
    }

    @Test
    void check_names_in_one_line_what_run_creates() {
        try (ArmwatchFixture armwatch = rig(SharedKafka.brokers())) {
            create(armwatch, ".polling", 2, "delete");

            assertThat(check(armwatch).lines().filter(line -> line.contains("topic ")))
                    .containsExactly(
                            "ok        topic    " + armwatch.name() + ".polling, 2 partitions",
                            "ok        topic    armwatch run will create: "
                                    + Stream.of(
                                                    "key-rotations",
                                                    "certificate-failures",
                                                    "subscription-states",
                                                    "resource-changes",
                                                    "known-states",
                                                    "observations",
                                                    "dead-letters",
                                                    "installations")
                                            .map(suffix -> armwatch.name() + "." + suffix)
                                            .collect(joining(", ")));
        }
    }

    @Test
    void a_misspelt_variable_is_warned_of() {
        try (ArmwatchFixture armwatch = rig(SharedKafka.brokers()).with("armwatch.htttp.port", "1")) {
            assertThat(check(armwatch))
                    .contains("WARN ")
                    .contains("The environment variable ARMWATCH_HTTTP_PORT is not read by armwatch; did you mean"
                            + " ARMWATCH_HTTP_PORT?");
        }
    }

    /** What check says; it is not content, as no Azure answers here. */
    private static String check(ArmwatchFixture armwatch) {
        ArmwatchProcess child = armwatch.spawn("check", ArmwatchProcess.Options.ORDINARY);
        assertThat(child.awaitEnd(Duration.ofSeconds(60))).as(child.output()).isEqualTo(1);
        return child.output();
    }

    private static void mayNotBeginTransactions(String brokers) {
        try (ArmwatchFixture armwatch = rig(brokers)) {
            deny(armwatch, ResourceType.TRANSACTIONAL_ID, armwatch.name(), AclOperation.WRITE);

            ends(armwatch)
                    .hasMessageContaining("does not allow armwatch transactions")
                    .hasMessageContaining("--transactional-id " + armwatch.name())
                    .hasMessageContaining("armwatch.kafka.exactly-once=false")
                    .satisfies(SentencesIT::namesOperationsThatKafkaAclsTakes);
        }
    }

    private static void mayNotSeeItsGroup(String brokers) {
        try (ArmwatchFixture armwatch = rig(brokers)) {
            deny(armwatch, ResourceType.GROUP, armwatch.name(), AclOperation.DESCRIBE);

            ends(armwatch)
                    .hasMessageContaining("denies armwatch the group " + armwatch.name())
                    .hasMessageContaining("kafka-acls.sh")
                    .satisfies(SentencesIT::namesOperationsThatKafkaAclsTakes);
        }
    }

    @Test
    void transactions_without_a_coordinator_are_waited_for() {
        Path data = TemporaryFolder.create("transactions");
        Map<String, String> settings = Map.of("transaction.state.log.replication.factor", "3");
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, EmbeddedBroker.freePort(), settings);
                ArmwatchFixture armwatch = rig(broker.brokers())) {
            ArmwatchProcess child = armwatch.spawn(ArmwatchProcess.Options.ORDINARY);

            Awaitility.await("a word on it")
                    .until(() -> child.output().contains("does not begin a transaction within 10 s"));
            assertThat(child.output())
                    .contains("transaction.state.log.replication.factor")
                    .contains("armwatch.kafka.exactly-once=false");
        } finally {
            TemporaryFolder.delete(data);
        }
    }

    private static ArmwatchFixture rig(String brokers) {
        return new ArmwatchFixture(NOBODY, List.of(ID), brokers);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> ends(ArmwatchFixture armwatch) {
        return assertThatThrownBy(() -> armwatch.build().start()).isInstanceOf(UnusableTopicException.class);
    }

    private static void create(ArmwatchFixture armwatch, String suffix, int partitions, String cleanup) {
        NewTopic topic = new NewTopic(armwatch.name() + suffix, Optional.of(partitions), Optional.empty())
                .configs(Map.of("cleanup.policy", cleanup));
        ArmwatchFixture.get(armwatch.admin().createTopics(List.of(topic)).all());
    }

    /** Everybody may do what no rule is about. */
    private static Map<String, String> rights() {
        return Map.of(
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "allow.everyone.if.no.acl.found",
                "true");
    }

    /** Allows everything but one operation on what begins with a name. */
    private static void deny(ArmwatchFixture armwatch, ResourceType type, String name, AclOperation denied) {
        ResourcePattern pattern = new ResourcePattern(type, name, PatternType.PREFIXED);
        ArmwatchFixture.get(armwatch.admin()
                .createAcls(List.of(
                        rule(pattern, AclOperation.ALL, AclPermissionType.ALLOW),
                        rule(pattern, denied, AclPermissionType.DENY)))
                .all());
    }

    private static AclBinding rule(ResourcePattern pattern, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(pattern, new AccessControlEntry("User:ANONYMOUS", "*", operation, permission));
    }
}
