package io.armwatch.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.AzureCloud;
import io.armwatch.config.Settings.Azure;
import io.armwatch.config.Settings.Management;
import io.armwatch.source.Fingerprints;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    @TempDir
    private Path path = Path.of(".");

    private Folder folder;

    @BeforeEach
    void folder() throws IOException {
        folder = new Folder(path);
    }

    /** Every key of the design's table with its default, and the one that came after it. */
    @ParameterizedTest
    @CsvSource({
        "armwatch.azure.cloud, AzureCloud",
        "armwatch.azure.endpoint, ''",
        "armwatch.azure.credential, default",
        "armwatch.watch.file, config/watch.yaml",
        "armwatch.schedule.batch-account, 0 0/5 * * * ?",
        "armwatch.schedule.batch-certificate, 0 0/5 * * * ?",
        "armwatch.schedule.maps-keys, 0 0/15 * * * ?",
        "armwatch.schedule.apim-subscription, 0 * * * * ?",
        "armwatch.apim.keys, false",
        "armwatch.kafka.brokers, localhost:9092",
        "armwatch.kafka.exactly-once, true",
        "armwatch.application-id, armwatch",
        "armwatch.topics.prefix, azure",
        "armwatch.topics.partitions, 12",
        "armwatch.events.mode, structured",
        "armwatch.http.concurrency, 32",
        "armwatch.http.timeout, 30",
        "armwatch.budget.share, 0.5",
        "armwatch.fingerprint.key, ''",
        "armwatch.http.port, 9876",
        "armwatch.http.host, 127.0.0.1",
        "armwatch.missing.confirmations, 3"
    })
    void every_key_has_its_default(String key, String value) {
        assertThat(SettingsReader.defaults()).hasSize(22).containsEntry(key, value);
    }

    @Test
    void without_a_file_the_defaults_are_bound() throws Exception {
        Settings settings = folder.read();

        assertThat(settings.azure())
                .isEqualTo(new Azure(
                        AzureCloud.PUBLIC,
                        URI.create("https://management.azure.com"),
                        true,
                        32,
                        Duration.ofSeconds(30),
                        0.5));
        assertThat(settings.kafka())
                .isEqualTo(new Settings.Kafka("localhost:9092", Map.of(), true, "armwatch", "azure", 12, false));
        assertThat(settings.management()).isEqualTo(new Management("127.0.0.1", 9876));
        assertThat(settings.watch().apimKeys()).isFalse();
        assertThat(settings.watch().confirmations()).isEqualTo(3);
        assertThat(settings.watch().schedules())
                .containsOnly(
                        Map.entry("batch-account", "0 0/5 * * * ?"),
                        Map.entry("batch-certificate", "0 0/5 * * * ?"),
                        Map.entry("maps-keys", "0 0/15 * * * ?"),
                        Map.entry("apim-subscription", "0 * * * * ?"));
        assertThat(settings.watch().fingerprints().scheme()).isEqualTo("sha256");
    }

    @Test
    void every_key_is_bound_from_the_file() throws Exception {
        folder.settings(
                "armwatch.azure.cloud=AzureChinaCloud",
                "armwatch.azure.credential=none",
                "armwatch.schedule.maps-keys=0/2 * * * * ?",
                "armwatch.apim.keys=true",
                "armwatch.kafka.brokers=one:1, two:65535",
                "armwatch.kafka.exactly-once=false",
                "armwatch.topics.prefix=arm.test",
                "armwatch.topics.partitions=1",
                "armwatch.events.mode=binary",
                "armwatch.http.concurrency=4",
                "armwatch.http.timeout=5",
                "armwatch.budget.share=1",
                "armwatch.fingerprint.key=größe",
                "armwatch.http.port=0",
                "armwatch.http.host=0.0.0.0",
                "armwatch.missing.confirmations=1");

        Settings settings = folder.read();

        assertThat(settings.azure())
                .isEqualTo(new Azure(
                        AzureCloud.CHINA,
                        URI.create("https://management.chinacloudapi.cn"),
                        false,
                        4,
                        Duration.ofSeconds(5),
                        1));
        assertThat(settings.kafka())
                .isEqualTo(new Settings.Kafka("one:1, two:65535", Map.of(), false, "armwatch", "arm.test", 1, true));
        assertThat(settings.management()).isEqualTo(new Management("0.0.0.0", 0));
        assertThat(settings.watch().schedules()).containsEntry("maps-keys", "0/2 * * * * ?");
        assertThat(settings.watch().apimKeys()).isTrue();
        assertThat(settings.watch().confirmations()).isEqualTo(1);
        ArmId id = ArmId.of("/subscriptions/s");
        assertThat(settings.watch().fingerprints().of(id, "primary", "value"))
                .isEqualTo(Fingerprints.hmacSha256("größe").of(id, "primary", "value"));
    }

    @Test
    void the_settings_that_are_shipped_are_valid() throws Exception {
        Settings settings = SettingsReader.read(Path.of("config"), Map.of("armwatch.application-id", "armwatch"));

        assertThat(settings.watch().scopes()).isNotEmpty();
    }

    @Test
    void the_settings_that_are_shipped_name_every_key_with_its_default() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("config/application.properties"));

        assertThat(lines)
                .containsAll(SettingsReader.defaults().entrySet().stream()
                        .map(entry -> "#" + entry.getKey() + "=" + entry.getValue())
                        .toList());
    }

    @Test
    void an_override_stands_above_the_file() throws Exception {
        folder.settings("armwatch.topics.prefix=file");

        assertThat(folder.read(Map.of("armwatch.topics.prefix", "override"))
                        .kafka()
                        .topicsPrefix())
                .isEqualTo("override");
    }

    @Test
    void a_value_may_hold_placeholders() throws Exception {
        folder.settings("stage=test", "armwatch.topics.prefix=azure-{{stage}}", "armwatch.application-id={{a:b}}");

        assertThat(folder.read(Map.of("armwatch.events.mode", "binary")).kafka())
                .extracting(Settings.Kafka::topicsPrefix, Settings.Kafka::applicationId)
                .containsExactly("azure-test", "b");
    }

    @Test
    void a_placeholder_that_cannot_be_resolved_is_told_and_the_value_around_it_is_not() throws Exception {
        folder.settings("", "armwatch.fingerprint.key=secret{{nowhere}}");

        assertThat(folder.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("application.properties:2: armwatch.fingerprint.key: ")
                        .contains("nowhere")
                        .doesNotContain("secret"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "armwatch.azure.cloud          | azurecloud          | one of AzureCloud, AzureChinaCloud, AzureUSGovernment",
                "armwatch.azure.credential     | cli                 | default or none",
                "armwatch.watch.file           | ''                  | a file, for example config/watch.yaml",
                "armwatch.schedule.maps-keys   | */5 * * * *         | a Quartz cron expression (seconds first), for example 0 0/5 * * * ?",
                "armwatch.schedule.maps-keys   | 0 0 0 1 1 ? 2020    | a Quartz cron expression (seconds first), for example 0 0/5 * * * ?",
                "armwatch.apim.keys            | yes                 | true or false",
                "armwatch.kafka.brokers        | localhost           | host:port[,host:port…], for example localhost:9092",
                "armwatch.kafka.brokers        | a:1,,b:2            | host:port[,host:port…], for example localhost:9092",
                "armwatch.kafka.exactly-once   | TRUE                | true or false",
                "armwatch.application-id       | arm watch           | 1 to 100 letters, digits, . _ -, for example armwatch",
                "armwatch.topics.prefix        | azure/x             | 1 to 200 letters, digits, . _ -, for example azure",
                "armwatch.topics.partitions    | 0                   | a whole number from 1 to 1000, for example 12",
                "armwatch.topics.partitions    | 1001                | a whole number from 1 to 1000, for example 12",
                "armwatch.events.mode          | json                | structured or binary",
                "armwatch.http.concurrency     | 3.5                 | a whole number from 1 to 1000, for example 32",
                "armwatch.http.timeout         | 30s                 | a whole number from 1 to 600, for example 30",
                "armwatch.budget.share         | 0                   | a number above 0 and up to 1, for example 0.5",
                "armwatch.budget.share         | 1.01                | a number above 0 and up to 1, for example 0.5",
                "armwatch.budget.share         | NaN                 | a number above 0 and up to 1, for example 0.5",
                "armwatch.http.port            | 65536               | a whole number from 0 to 65535, for example 9876",
                "armwatch.http.port            | 99999999999         | a whole number from 0 to 65535, for example 9876",
                "armwatch.http.host            | ''                  | an address of this machine, for example 127.0.0.1",
                "armwatch.missing.confirmations| -1                  | a whole number from 1 to 100, for example 3"
            })
    void a_malformed_value_is_told_with_its_place_and_what_was_expected(String key, String value, String expected)
            throws Exception {
        folder.settings("# a comment", "", "  " + key + " = " + value);

        assertThat(folder.problems(Map.of("stage", "test")))
                .containsExactly(
                        "application.properties:3: " + key + ": '" + value + "' cannot be used; expected " + expected);
    }

    @Test
    void of_a_key_that_stands_twice_the_last_counts_and_is_named() throws Exception {
        folder.settings("armwatch.http.port=1", "armwatch.http.port=one");

        assertThat(folder.problems()).singleElement().asString().startsWith("application.properties:2: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://management.usgovcloudapi.net",
                "https://arm.example:8443",
                "http://localhost:8080",
                "http://LOCALHOST",
                "http://127.0.0.1:1",
                "http://127.1.2.3",
                "http://[::1]",
                "http://[::1]:8080"
            })
    void an_endpoint_is_https_or_on_the_loopback(String endpoint) throws Exception {
        assertThat(folder.settings("armwatch.azure.endpoint=" + endpoint + "/")
                        .read()
                        .azure()
                        .endpoint())
                .isEqualTo(URI.create(endpoint));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://management.azure.com",
                "http://localhost.evil.com",
                "http://evil.com#@localhost",
                "http://127.0.0.1@evil.com",
                "http://127.0.0.1.evil.com",
                "http://127.0.0.1:80@evil.com",
                "http://localhost:80@evil.com",
                "http://0.0.0.0",
                "http://[::]",
                "http://[::ffff:8.8.8.8]",
                "http://2130706433",
                "http://localhost\\\\@evil.com",
                "https://user@arm.example",
                "https://user:secret@arm.example",
                "https://arm.example/path",
                "https://arm.example?query",
                "https://arm.example#fragment",
                "https://arm.example:0",
                "https://arm.example:65536",
                "https://",
                "https:arm.example",
                "//arm.example",
                "arm.example",
                "ftp://localhost",
                "file:///etc/passwd",
                "https://arm example",
                "https://arm.example\\u000aHost: evil.com"
            })
    void another_endpoint_is_refused(String endpoint) throws Exception {
        folder.settings("armwatch.azure.endpoint=" + endpoint);

        assertThat(folder.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("application.properties:1: armwatch.azure.endpoint: '")
                        .doesNotContain("\n")
                        .endsWith(
                                "' cannot be used; expected https://{host}[:{port}], or http:// for a loopback address,"
                                        + " for example https://management.azure.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "armwatch.azure.endpont, ; did you mean armwatch.azure.endpoint?",
        "armwatch.kafka.exactlyOnce, ; did you mean armwatch.kafka.exactly-once?",
        "armwatch.kafka.topics.prefix, ; did you mean armwatch.topics.prefix?",
        "armwatch.schedule.map-keys, ; did you mean armwatch.schedule.maps-keys?",
        "armwatch.colour, ; the README lists the keys there are"
    })
    void an_unknown_key_is_told_with_the_nearest_one(String key, String suggestion) throws Exception {
        folder.settings("other.key=1", key + "=1");

        assertThat(folder.problems())
                .containsExactly("application.properties:2: " + key + ": unknown key" + suggestion);
    }

    @Test
    void all_that_is_wrong_is_told_together() throws Exception {
        folder.settings("armwatch.http.port=one", "armwatch.azure.colud=x", "camel.component.kafka.nothing=1")
                .watch(Folder.scopes("/subscriptions/none", Folder.SUBSCRIPTION, "nothing"));

        assertThat(folder.problems())
                .extracting(problem -> problem.replaceFirst("^(\\S+:\\d+): .*", "$1"))
                .containsExactlyInAnyOrder(
                        "application.properties:1",
                        "application.properties:2",
                        "application.properties:3",
                        "watch.yaml:2",
                        "watch.yaml:4");
    }

    @Test
    void a_file_that_is_not_utf_8_is_refused() throws Exception {
        Files.write(path.resolve("application.properties"), "a=ä".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(folder.problems())
                .containsExactly("application.properties: cannot be read (MalformedInputException); it must be a text"
                        + " file in UTF-8");
    }

    @Test
    void another_watch_file_can_be_named() throws Exception {
        Path other = path.resolve("other ü.yaml");
        Files.writeString(other, "watch: [" + Folder.SUBSCRIPTION + "/resourceGroups/g]");

        assertThat(folder.settings("armwatch.watch.file=" + other)
                        .read()
                        .watch()
                        .scopes())
                .singleElement()
                .satisfies(scope -> assertThat(scope.text()).endsWith("/resourceGroups/g"));
    }

    @Test
    void settings_of_camel_s_kafka_component_reach_every_client() throws Exception {
        folder.settings(
                "jaas=org.example.Login required password=\"p;=\";",
                "camel.component.kafka.security-protocol=SASL_SSL",
                "camel.component.kafka.saslMechanism=SCRAM-SHA-512",
                "camel.component.kafka.sasl-jaas-config={{jaas}}",
                "camel.component.kafka.ssl-truststore-location=/etc/trust.jks",
                "camel.component.kafka.ssl-truststore-password=secret",
                "camel.component.kafka.additional-properties[client.dns.lookup]=resolve_canonical_bootstrap_servers_only",
                "camel.component.kafka.additional-properties.reconnect.backoff.ms=77",
                "camel.component.kafka.bridge-error-handler=true");

        assertThat(folder.read().kafka().client())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("sasl.jaas.config", "org.example.Login required password=\"p;=\";")
                .containsEntry("ssl.truststore.location", "/etc/trust.jks")
                .containsEntry("ssl.truststore.password", "secret")
                .containsEntry("client.dns.lookup", "resolve_canonical_bootstrap_servers_only")
                .containsEntry("reconnect.backoff.ms", "77")
                .doesNotContainKeys("bootstrap.servers", "acks", "key.serializer");
    }

    @Test
    void what_is_wrong_with_kafka_s_settings_is_told_without_values() throws Exception {
        folder.settings(
                "camel.component.kafka.security-protocl=secret",
                "camel.component.kafka.request-timeout-ms=secret",
                "camel.component.kafka.sasl-jaas-config=secret{{nowhere}}");

        assertThat(folder.problems())
                .containsExactlyInAnyOrder(
                        "application.properties:1: camel.component.kafka.security-protocl: unknown key; expected an option"
                                + " of camel-kafka, for example camel.component.kafka.security-protocol=SASL_SSL",
                        "application.properties:2: camel.component.kafka.request-timeout-ms: its value cannot be used;"
                                + " expected what camel-kafka's option takes, for example"
                                + " camel.component.kafka.security-protocol=SASL_SSL",
                        "application.properties:3: camel.component.kafka.sasl-jaas-config: a placeholder cannot be"
                                + " resolved: Property with key [nowhere] not found in properties");
    }

    @Test
    void no_secret_is_shown_by_the_settings() throws Exception {
        folder.settings(
                "armwatch.fingerprint.key=s3cret",
                "camel.component.kafka.sasl-jaas-config=s3cret",
                "camel.component.kafka.ssl-truststore-password=s3cret",
                "camel.component.kafka.security-protocol=SASL_SSL");

        assertThat(folder.read().toString()).doesNotContain("s3cret").contains("localhost:9092");
    }

    /** Only a process of its own can have another environment. */
    private List<String> inChild(Map<String, String> environment) throws Exception {
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EnvironmentProbe.class.getName(),
                path.toString());
        child.environment().keySet().removeIf(name -> name.startsWith("ARMWATCH"));
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
    void a_malformed_value_of_the_environment_is_told_by_its_variable() throws Exception {
        folder.settings("armwatch.http.port=1");

        assertThat(inChild(Map.of("ARMWATCH_HTTP_PORT", "x")))
                .containsExactly("ARMWATCH_HTTP_PORT (environment): 'x' cannot be used; expected a whole number from 0"
                        + " to 65535, for example 9876");
    }
}
