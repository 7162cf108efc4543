package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.kafka.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A Kafka that allows armwatch what {@code docs/operations.md} lists, and nothing else. */
final class KafkaRightsIT {
    private static final Path PAGE = Path.of("docs", "operations.md");
    private static final String COMMAND = "$acls ";
    private static final String PASSWORD = "a-password-of-rights";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";

    private static final Path DATA = TemporaryFolder.create("rights");
    private static final Path SECRETS = TemporaryFolder.create("secrets");
    private static final int OPEN = EmbeddedBroker.freePort();
    private static final int GUARDED = EmbeddedBroker.freePort();
    private static final EmbeddedBroker KAFKA = EmbeddedBroker.start(DATA, OPEN, settings(EmbeddedBroker.freePort()));

    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps");

    @AfterAll
    static void stopKafka() {
        KAFKA.close();
        TemporaryFolder.delete(DATA);
        TemporaryFolder.delete(SECRETS);
    }

    /** A listener for the test, which may do everything, and one for armwatch. */
    private static Map<String, String> settings(int controller) {
        String open = "PLAINTEXT://127.0.0.1:" + OPEN + ",GUARDED://127.0.0.1:" + GUARDED;
        return Map.of(
                "listeners",
                open + ",CONTROLLER://127.0.0.1:" + controller,
                "advertised.listeners",
                open,
                "controller.quorum.voters",
                "1@127.0.0.1:" + controller,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,GUARDED:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "listener.name.guarded.sasl.enabled.mechanisms",
                "PLAIN",
                "listener.name.guarded.plain.sasl.jaas.config",
                PLAIN + " required user_armwatch=\"" + PASSWORD + "\";",
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS");
    }

    /** The rights that the page gives, for an installation with another id and prefix. */
    private static List<AclBinding> documented(String name) throws IOException {
        List<AclBinding> rights = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith(COMMAND)) {
                rights.addAll(rights(line.substring(COMMAND.length()), name));
            }
        }
        return rights;
    }

    /** What one call of kafka-acls.sh allows. */
    private static List<AclBinding> rights(String options, String name) {
        List<String> operations = new ArrayList<>();
        ResourceType type = ResourceType.UNKNOWN;
        String resource = "";
        PatternType pattern = PatternType.LITERAL;
        Iterator<String> words = Arrays.asList(options.split(" ", -1)).iterator();
        while (words.hasNext()) {
            String option = words.next();
            String value = words.next();
            switch (option) {
                case "--operation" -> operations.add(value);
                case "--resource-pattern-type" -> pattern = PatternType.valueOf(value.toUpperCase(Locale.ROOT));
                default -> {
                    type = SecurityUtils.resourceType(
                            option.equals("--transactional-id") ? "TransactionalId" : capital(option));
                    resource = value.replaceFirst("^(azure|armwatch)", name);
                }
            }
        }
        ResourcePattern what = new ResourcePattern(type, resource, pattern);
        return operations.stream()
                .map(operation -> new AclBinding(
                        what,
                        new AccessControlEntry(
                                "User:armwatch", "*", SecurityUtils.operation(operation), AclPermissionType.ALLOW)))
                .toList();
    }

    private static String capital(String option) {
        return option.substring(2, 3).toUpperCase(Locale.ROOT) + option.substring(3);
    }

    private static void allow(List<AclBinding> rights) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()))) {
            admin.createAcls(rights).all().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its password is in a file, as the page says. */
    private static ArmwatchFixture rig(URI arm, List<String> watched) throws IOException {
        Path jaas = Files.writeString(
                SECRETS.resolve("kafka-jaas"),
                PLAIN + " required username=\"armwatch\" password=\"" + PASSWORD + "\";\n");
        return new ArmwatchFixture(arm, watched, KAFKA.brokers())
                .with("armwatch.kafka.brokers", "127.0.0.1:" + GUARDED)
                .withFile(Map.of(
                        "camel.component.kafka.security-protocol", "SASL_PLAINTEXT",
                        "camel.component.kafka.sasl-mechanism", "PLAIN",
                        "camel.component.kafka.sasl-jaas-config", "{{file:" + jaas + "}}"));
    }

    @Test
    void the_documented_rights_suffice_to_create_the_topics_to_publish_and_to_check() throws IOException {
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = rig(azure.uri(), resources.watched())) {
            List<AclBinding> rights = documented(armwatch.name());
            assertThat(rights)
                    .extracting(right -> right.pattern().resourceType())
                    .contains(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID);
            allow(rights);

            ArmwatchProcess child = armwatch.spawn(ArmwatchProcess.Options.ORDINARY);
            armwatch.reader().await("resource.discovered", maps);
            ArmwatchProcess check = armwatch.spawn("check", ArmwatchProcess.Options.ORDINARY);

            assertThat(check.awaitEnd(Duration.ofSeconds(60)))
                    .as(check.output())
                    .isZero();
            assertThat(check.output()).doesNotContain("NOT OK");
            assertThat(child.output()).doesNotContain("WARN ", "ERROR", PASSWORD);
        }
    }

    /** Otherwise the test above would show nothing. */
    @Test
    void none_of_the_rights_to_read_and_write_can_be_left_out() throws IOException {
        try (ArmwatchFixture armwatch = rig(URI.create("http://127.0.0.1:1"), resources.watched())) {
            List<AclBinding> rights = documented(armwatch.name());
            Set<AclOperation> necessary = Set.of(AclOperation.READ, AclOperation.WRITE);
            allow(rights.stream()
                    .filter(right -> !necessary.contains(right.entry().operation()))
                    .toList());

            ArmwatchProcess child = armwatch.spawn(ArmwatchProcess.Options.ORDINARY);

            assertThat(child.awaitEnd(Duration.ofSeconds(60)))
                    .as(child.output())
                    .isEqualTo(1);
            assertThat(child.output()).contains("kafka-acls.sh --add");
        }
    }
}
