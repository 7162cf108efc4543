package io.armwatch.it;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.armwatch.demo.EmbeddedKafka;
import io.armwatch.judge.KafkaTopics.UnusableTopicException;
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
    private static final String ID = Resources.PROVIDERS + "Microsoft.Maps/accounts/maps";

    @Test
    void observations_with_fewer_partitions_than_wanted_are_warned_of() {
        try (Logs logs = new Logs();
                Rig rig = rig(SharedKafka.brokers()).with("armwatch.topics.partitions", "3")) {
            create(rig, ".observations", 2, "delete");
            rig.start();

            assertThat(logs.lines("WARN", rig.name() + ".observations has 2 partitions and not the 3"))
                    .singleElement()
                    .asString()
                    .contains("take another armwatch.topics.prefix and armwatch.application-id");
        }
    }

    @Test
    void known_states_that_are_not_compacted_end_it() {
        try (Rig rig = rig(SharedKafka.brokers())) {
            create(rig, ".known-states", 2, "delete");

            ends(rig).hasMessageContaining("--add-config cleanup.policy=compact");
        }
    }

    @Test
    void a_changelog_with_other_partitions_than_the_observations_ends_it() {
        try (Rig rig = rig(SharedKafka.brokers())) {
            create(rig, "-known-states-changelog", 3, "compact");

            ends(rig)
                    .hasMessageContaining("has 3 partitions")
                    .hasMessageContaining("create " + rig.name() + ".observations anew with 3 partitions");
            assertThat(Rig.get(rig.admin().listTopics().names()))
                    .as("nothing is created")
                    .doesNotContain(rig.name() + ".observations");
        }
    }

    /** What is deleted after a week would be discovered anew, with the ids of events that were told before. */
    @ParameterizedTest
    @ValueSource(strings = {"delete", "compact,delete"})
    void a_changelog_that_forgets_ends_it(String cleanup) {
        try (Rig rig = rig(SharedKafka.brokers())) {
            create(rig, "-known-states-changelog", 2, cleanup);

            ends(rig)
                    .hasMessageContaining(rig.name() + "-known-states-changelog has cleanup.policy=" + cleanup)
                    .hasMessageContaining("--add-config cleanup.policy=compact");
        }
    }

    @Test
    void what_it_may_not_do_ends_it() {
        Path data = TemporaryFolder.create("rights");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, EmbeddedKafka.freePort(), rights())) {
            mayNotSee(kafka.brokers());
            mayNotWrite(kafka.brokers());
            mayNotRead(kafka.brokers());
            mayNotBeginTransactions(kafka.brokers());
            mayNotSeeItsGroup(kafka.brokers());
        } finally {
            TemporaryFolder.delete(data);
        }
    }

    private static void mayNotSee(String brokers) {
        try (Rig rig = rig(brokers)) {
            create(rig, ".polling", 2, "delete");
            deny(rig, ResourceType.TOPIC, rig.name() + ".polling", AclOperation.DESCRIBE);

            ends(rig)
                    .hasMessageContaining("does not allow armwatch Describe on topic " + rig.name() + ".polling")
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
        try (Rig rig = rig(brokers)) {
            create(rig, ".polling", 2, "delete");
            deny(rig, ResourceType.TOPIC, rig.name() + ".polling", AclOperation.WRITE);

            ends(rig)
                    .hasMessageContaining("does not allow armwatch Write on topic " + rig.name() + ".polling")
                    .hasMessageContaining("kafka-acls.sh")
                    .satisfies(SentencesIT::namesOperationsThatKafkaAclsTakes);
        }
    }

    /** armwatch starts without these rights, and warns; check names them before. */
    private static void mayNotRead(String brokers) {
        for (String suffix : List.of(".known-states", ".installations")) {
            try (Rig rig = rig(brokers)) {
                create(rig, suffix, 1, "compact");
                deny(rig, ResourceType.TOPIC, rig.name() + suffix, AclOperation.READ);

                assertThat(check(rig))
                        .containsSubsequence(
                                "NOT OK    topic    " + rig.name() + suffix,
                                "Kafka does not allow armwatch Read on topic " + rig.name() + suffix + "; allow it",
                                "kafka-acls.sh --add --allow-principal User:{name} --operation Read --topic "
                                        + rig.name() + suffix);
            }
        }
    }

    @Test
    void check_names_in_one_line_what_run_creates() {
        try (Rig rig = rig(SharedKafka.brokers())) {
            create(rig, ".polling", 2, "delete");

            assertThat(check(rig).lines().filter(line -> line.contains("topic ")))
                    .containsExactly(
                            "ok        topic    " + rig.name() + ".polling, 2 partitions",
                            "ok        topic    armwatch run creates what is missing: "
                                    + Stream.of(
                                                    "key-rotations",
                                                    "certificate-failures",
                                                    "subscription-states",
                                                    "resource-changes",
                                                    "known-states",
                                                    "observations",
                                                    "dead-letters",
                                                    "installations")
                                            .map(suffix -> rig.name() + "." + suffix)
                                            .collect(joining(", ")));
        }
    }

    @Test
    void a_misspelt_variable_is_warned_of() {
        try (Rig rig = rig(SharedKafka.brokers()).with("armwatch.htttp.port", "1")) {
            assertThat(check(rig))
                    .contains("WARN ")
                    .contains("The environment variable ARMWATCH_HTTTP_PORT is not read by armwatch; did you mean"
                            + " ARMWATCH_HTTP_PORT?");
        }
    }

    /** What check says; it is not content, as no Azure answers here. */
    private static String check(Rig rig) {
        Child child = rig.spawn("check", Child.Options.ORDINARY);
        assertThat(child.awaitEnd(Duration.ofSeconds(60))).as(child.output()).isEqualTo(1);
        return child.output();
    }

    private static void mayNotBeginTransactions(String brokers) {
        try (Rig rig = rig(brokers)) {
            deny(rig, ResourceType.TRANSACTIONAL_ID, rig.name(), AclOperation.WRITE);

            ends(rig)
                    .hasMessageContaining("does not allow armwatch transactions")
                    .hasMessageContaining("--transactional-id " + rig.name())
                    .hasMessageContaining("armwatch.kafka.exactly-once=false")
                    .satisfies(SentencesIT::namesOperationsThatKafkaAclsTakes);
        }
    }

    private static void mayNotSeeItsGroup(String brokers) {
        try (Rig rig = rig(brokers)) {
            deny(rig, ResourceType.GROUP, rig.name(), AclOperation.DESCRIBE);

            ends(rig)
                    .hasMessageContaining("does not allow armwatch the group " + rig.name())
                    .hasMessageContaining("kafka-acls.sh")
                    .satisfies(SentencesIT::namesOperationsThatKafkaAclsTakes);
        }
    }

    @Test
    void transactions_that_nobody_coordinates_are_waited_for() {
        Path data = TemporaryFolder.create("transactions");
        Map<String, String> settings = Map.of("transaction.state.log.replication.factor", "3");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, EmbeddedKafka.freePort(), settings);
                Rig rig = rig(kafka.brokers())) {
            Child child = rig.spawn(Child.Options.ORDINARY);

            Awaitility.await("a word on it").until(() -> child.output().contains("begins no transaction within 10 s"));
            assertThat(child.output())
                    .contains("transaction.state.log.replication.factor")
                    .contains("armwatch.kafka.exactly-once=false");
        } finally {
            TemporaryFolder.delete(data);
        }
    }

    private static Rig rig(String brokers) {
        return new Rig(NOBODY, List.of(ID), brokers);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> ends(Rig rig) {
        return assertThatThrownBy(() -> rig.build().start()).isInstanceOf(UnusableTopicException.class);
    }

    private static void create(Rig rig, String suffix, int partitions, String cleanup) {
        NewTopic topic = new NewTopic(rig.name() + suffix, Optional.of(partitions), Optional.empty())
                .configs(Map.of("cleanup.policy", cleanup));
        Rig.get(rig.admin().createTopics(List.of(topic)).all());
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
    private static void deny(Rig rig, ResourceType type, String name, AclOperation denied) {
        ResourcePattern pattern = new ResourcePattern(type, name, PatternType.PREFIXED);
        Rig.get(rig.admin()
                .createAcls(List.of(
                        rule(pattern, AclOperation.ALL, AclPermissionType.ALLOW),
                        rule(pattern, denied, AclPermissionType.DENY)))
                .all());
    }

    private static AclBinding rule(ResourcePattern pattern, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(pattern, new AccessControlEntry("User:ANONYMOUS", "*", operation, permission));
    }
}
