package io.armwatch.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    private final SettingsFolder folder;

    EnvironmentTest(@TempDir Path path) throws IOException {
        folder = new SettingsFolder(path);
    }

    /** Only a process of its own can have another environment. */
    private List<String> inChild(Map<String, String> environment) throws Exception {
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EnvironmentProbe.class.getName(),
                folder.path().toString());
        child.environment().keySet().removeIf(name -> name.startsWith("ARMWATCH") || name.startsWith("CAMEL"));
        child.environment().putAll(environment);
        Process process = child.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return printed.lines().toList();
    }

    @Test
    void the_environment_stands_above_the_file() throws Exception {
        folder.settings("armwatch.azure.endpoint=https://file.example", "armwatch.http.port=1");

        assertThat(inChild(Map.of(
                        "ARMWATCH_AZURE_ENDPOINT", "https://environment.example",
                        "ARMWATCH_KAFKA_EXACTLY_ONCE", "false",
                        "ARMWATCH_SCHEDULE_BATCH_ACCOUNT", "0/7 * * * * ?")))
                .containsExactly("https://environment.example", "false", "0/7 * * * * ?", "1");
    }

    @Test
    void a_malformed_environment_value_is_reported_with_its_variable() throws Exception {
        folder.settings("armwatch.http.port=1");

        assertThat(inChild(Map.of("ARMWATCH_HTTP_PORT", "x")))
                .containsExactly("ARMWATCH_HTTP_PORT (environment): 'x' cannot be used; expected a whole number from 0"
                        + " to 65535, for example 9876");
    }

    @Test
    void the_environment_stands_above_every_spelling_of_an_option_of_kafka_s_clients() throws Exception {
        folder.settings(
                "camel.component.kafka.sasl-mechanism=FILE-1",
                "camel.component.kafka.saslMechanism=FILE-2",
                "camel.component.kafka.configuration.saslMechanism=FILE-3",
                "camel.component.kafka.configuration.sasl-mechanism=FILE-4",
                "camel.component.kafka.client-id=not-of-every-client",
                "camel.component.kafka.securityProtocol=SASL_SSL");

        assertThat(inChild(Map.of("CAMEL_COMPONENT_KAFKA_SASL_MECHANISM", "ENVIRONMENT")))
                .contains("sasl.mechanism=ENVIRONMENT", "security.protocol=SASL_SSL");
    }

    @Test
    void the_producer_s_keys_are_overridden_as_the_file_spells_them() {
        assertThat(Environment.kafka(
                        Map.of("CAMEL_COMPONENT_KAFKA_SASL_MECHANISM", "PLAIN", "PATH", "x"),
                        List.of(
                                "camel.component.kafka.saslMechanism",
                                "camel.component.kafka.configuration.sasl-mechanism",
                                "camel.component.kafka.sasl-jaas-config")))
                .containsOnly(
                        Map.entry("camel.component.kafka.sasl-mechanism", "PLAIN"),
                        Map.entry("camel.component.kafka.saslMechanism", "PLAIN"),
                        Map.entry("camel.component.kafka.configuration.sasl-mechanism", "PLAIN"));
    }

    @Test
    void brokers_of_camel_s_producer_alone_are_refused_in_the_environment_too() throws Exception {
        assertThat(inChild(Map.of("CAMEL_COMPONENT_KAFKA_BROKERS", "elsewhere:9092")))
                .containsExactly(
                        "CAMEL_COMPONENT_KAFKA_BROKERS (environment): would change camel-kafka's producer only, so armwatch refuses it; set armwatch.kafka.brokers instead, for example localhost:9092");
    }

    @ParameterizedTest
    @CsvSource({
        "ARMWATCH_HTTTP_PORT, ; did you mean ARMWATCH_HTTP_PORT?",
        "ARMWATCH_HTTP_HSOT, ; did you mean ARMWATCH_HTTP_HOST?",
        "ARMWATCH_KAFKA_BROKER, ; did you mean ARMWATCH_KAFKA_BROKERS?",
        "ARMWATCH_LOG_LEVELS, ; did you mean ARMWATCH_LOG_LEVEL?",
        "ARMWATCH_COLOUR, ; the README lists all keys"
    })
    void a_misspelt_variable_is_reported_with_the_nearest_one(String variable, String suggestion) {
        assertThat(Environment.unknown(List.of("PATH", "ARMWATCH_HTTP_PORT", variable)))
                .containsExactly("The environment variable " + variable + " is not read by armwatch" + suggestion);
    }

    /** Those of services named armwatch and armwatch-http-ui. */
    @Test
    void variables_that_kubernetes_sets_for_a_service_are_not_reported() {
        assertThat(Environment.unknown(List.of(
                        "ARMWATCH_SERVICE_HOST",
                        "ARMWATCH_SERVICE_PORT",
                        "ARMWATCH_SERVICE_PORT_HTTP",
                        "ARMWATCH_PORT",
                        "ARMWATCH_PORT_8080_TCP",
                        "ARMWATCH_PORT_8080_TCP_PROTO",
                        "ARMWATCH_PORT_8080_TCP_PORT",
                        "ARMWATCH_PORT_8080_TCP_ADDR",
                        "ARMWATCH_HTTP_UI_SERVICE_HOST",
                        "ARMWATCH_HTTP_UI_SERVICE_PORT",
                        "ARMWATCH_HTTP_UI_PORT",
                        "ARMWATCH_HTTP_UI_PORT_9876_TCP_ADDR")))
                .isEmpty();
    }
}
