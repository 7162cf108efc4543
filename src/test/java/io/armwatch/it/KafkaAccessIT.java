package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.kafka.EmbeddedBroker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A Kafka that lets armwatch in by SASL only: what is wrong with its access is named by its key, and never printed. */
final class KafkaAccessIT {
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RIGHT = "canary-right-0c41";
    private static final String WRONG = "canary-wrong-9f3e";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

    private static final Path DATA = TemporaryFolder.create("access");
    private static final int OPEN = EmbeddedBroker.freePort();
    private static final int GUARDED = EmbeddedBroker.freePort();
    private static final EmbeddedBroker KAFKA = EmbeddedBroker.start(DATA, OPEN, listeners(EmbeddedBroker.freePort()));

    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps");

    @AfterAll
    static void stopKafka() {
        KAFKA.close();
        TemporaryFolder.delete(DATA);
    }

    /** One listener for the test, and one for armwatch. */
    private static Map<String, String> listeners(int controller) {
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
                PLAIN + " required user_armwatch=\"" + RIGHT + "\";");
    }

    private static String jaas(String module, String password) {
        return module + " required username=\"armwatch\" password=\"" + password + "\";";
    }

    private static Map<String, String> access(String mechanism, String jaas) {
        return Map.of(
                "camel.component.kafka.security-protocol", "SASL_PLAINTEXT",
                "camel.component.kafka.sasl-mechanism", mechanism,
                "camel.component.kafka.sasl-jaas-config", jaas);
    }

    private ArmwatchFixture rig(URI arm, Map<String, String> access) {
        return new ArmwatchFixture(arm, resources.watched(), KAFKA.brokers())
                .with("armwatch.kafka.brokers", "127.0.0.1:" + GUARDED)
                .withFile(access);
    }

    /** What a command says that ends with a status. */
    private String ends(String command, int status, Map<String, String> access) {
        try (ArmwatchFixture armwatch = rig(NOBODY, access)) {
            ArmwatchProcess child =
                    armwatch.spawn(command, new ArmwatchProcess.Options(Map.of(), "error", "info")); // as it is shipped
            assertThat(child.awaitEnd(PATIENCE)).as(child.output()).isEqualTo(status);
            assertThat(child.output()).doesNotContain("canary").doesNotContain("\tat ");
            return child.output();
        }
    }

    @ParameterizedTest
    @CsvSource({"check, 1", "run, 2", "once, 2", "events, 2"})
    void a_wrong_password_is_named_by_its_key(String command, int status) {
        assertThat(ends(command, status, access("PLAIN", jaas(PLAIN, WRONG))))
                .contains("Kafka refuses armwatch's user name or password (SASL PLAIN); correct"
                        + " camel.component.kafka.sasl-jaas-config")
                .doesNotContain("armwatch.kafka.brokers");
    }

    @ParameterizedTest
    @CsvSource({"check, 1", "run, 2", "events, 2"})
    void a_mechanism_that_kafka_does_not_take_is_named_by_its_key(String command, int status) {
        assertThat(ends(command, status, access("SCRAM-SHA-256", jaas(SCRAM, RIGHT))))
                .contains("Kafka does not accept the SASL mechanism SCRAM-SHA-256")
                .contains("set camel.component.kafka.sasl-mechanism to one that it accepts");
    }

    @ParameterizedTest
    @CsvSource({"check, 1", "run, 2", "events, 2"})
    void an_unknown_mechanism_is_named_by_its_key(String command, int status) {
        assertThat(ends(command, status, access("PLAINN", jaas(PLAIN, RIGHT))))
                .contains("camel.component.kafka.sasl-mechanism: the SASL mechanism 'PLAINN' cannot be used");
    }

    @Test
    void an_unknown_protocol_and_a_broken_jaas_text_end_it_with_2() {
        assertThat(ends("run", 2, Map.of("camel.component.kafka.security-protocol", "SASL_TLS")))
                .contains("camel.component.kafka.security-protocol: 'SASL_TLS' cannot be used");
        assertThat(ends("run", 2, access("PLAIN", PLAIN + " required password=\"" + WRONG + "\"")))
                .contains("camel.component.kafka.sasl-jaas-config: it cannot be read as JAAS");
    }

    /** What the file has, in several spellings, is wrong: each client of Kafka's must use what the environment has. */
    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void the_right_password_in_the_environment_lets_every_client_in_and_is_written_nowhere(String format) {
        Map<String, String> file = new HashMap<>(access("SCRAM-SHA-256", jaas(SCRAM, WRONG)));
        file.put("camel.component.kafka.saslMechanism", "SCRAM-SHA-512");
        file.put("camel.component.kafka.saslJaasConfig", jaas(SCRAM, WRONG));
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = rig(azure.uri(), file)) {
            ArmwatchProcess child = armwatch.spawn(talkative(format));
            armwatch.reader().await("resource.discovered", maps);
            child.terminate();
            child.awaitEnd(Duration.ofSeconds(15));
            ArmwatchProcess check = armwatch.spawn("check", talkative(format));
            check.awaitEnd(PATIENCE);

            assertThat(check.output()).contains("ok        kafka    127.0.0.1:" + GUARDED);
            String output = child.output() + check.output();
            assertThat(output.lines().filter(line -> isTrace(line, format)))
                    .as("what libraries trace, as %s", format)
                    .hasSizeGreaterThan(100);
            assertThat(output.lines().filter(line -> line.contains("canary") || line.contains("username=")))
                    .isEmpty();
        }
    }

    private static boolean isTrace(String line, String format) {
        return format.equals("json")
                ? line.startsWith("{") && line.contains("\"log.level\":\"TRACE\"")
                : line.contains(" TRACE [");
    }

    /** By the logging configuration that is shipped, as the README switches it. */
    private static ArmwatchProcess.Options talkative(String format) {
        Path logging = Path.of("config", "log4j2.properties").toAbsolutePath();
        Map<String, String> environment = new HashMap<>();
        environment.put("_JAVA_OPTIONS", "-Dlog4j2.configurationFile=" + logging);
        environment.put("ARMWATCH_LOG_FORMAT", format);
        for (String logger : List.of("ROOT", "LEVEL", "KAFKA", "AZURE")) {
            environment.put("ARMWATCH_LOG_" + logger, "trace");
        }
        environment.put("CAMEL_COMPONENT_KAFKA_SASL_MECHANISM", "PLAIN");
        environment.put("CAMEL_COMPONENT_KAFKA_SASL_JAAS_CONFIG", jaas(PLAIN, RIGHT));
        return new ArmwatchProcess.Options(environment, "trace", "trace");
    }
}
