package io.armwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsProblemsTest {
    private final SettingsFolder folder;

    SettingsProblemsTest(@TempDir Path path) throws IOException {
        folder = new SettingsFolder(path);
    }

    @Test
    void an_unresolvable_placeholder_is_reported_without_the_value_around_it() throws Exception {
        folder.settings("", "armwatch.fingerprint.key=secret{{nowhere}}");

        assertThat(folder.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("application.properties:2: armwatch.fingerprint.key: ")
                        .contains("nowhere")
                        .doesNotContain("secret"));
    }

    @Test
    void a_token_that_is_too_short_is_reported_without_its_value() throws Exception {
        folder.settings("armwatch.api.token=hunter2 hunter2");

        assertThat(folder.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("application.properties:1: armwatch.api.token: expected 16 to 1000 letters")
                        .doesNotContain("hunter2"));
    }

    @Test
    void keys_on_signal_need_signals() throws Exception {
        folder.settings("armwatch.maps.keys=on-signal");

        assertThat(folder.problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem)
                                .isEqualTo(
                                        "application.properties:1: armwatch.maps.keys: on-signal needs signals; set armwatch.signals=true"));
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
                "armwatch.api-version.maps-keys| latest              | yyyy-mm-dd or yyyy-mm-dd-preview, for example 2023-06-01",
                "armwatch.apim.keys            | yes                 | true or false",
                "armwatch.kafka.brokers        | localhost           | host:port[,host:port…], for example localhost:9092, or embedded:data/kafka",
                "armwatch.kafka.brokers        | a:1,,b:2            | host:port[,host:port…], for example localhost:9092, or embedded:data/kafka",
                "armwatch.kafka.brokers        | ::1:9092            | host:port[,host:port…], for example localhost:9092, or embedded:data/kafka",
                "armwatch.kafka.brokers        | [::1]               | host:port[,host:port…], for example localhost:9092, or embedded:data/kafka",
                "armwatch.kafka.exactly-once   | TRUE                | true or false",
                "armwatch.application-id       | arm watch           | 1 to 100 letters, digits, . _ -, for example armwatch",
                "armwatch.topics.prefix        | azure/x             | 1 to 200 letters, digits, . _ -, for example azure",
                "armwatch.topics.partitions    | 0                   | a whole number from 1 to 1000, for example 12",
                "armwatch.topics.partitions    | 1001                | a whole number from 1 to 1000, for example 12",
                "armwatch.events.mode          | json                | structured or binary",
                "armwatch.signals              | on                  | true or false",
                "armwatch.maps.keys            | daily               | scheduled or on-signal",
                "armwatch.http.concurrency     | 3.5                 | a whole number from 1 to 1000, for example 32",
                "armwatch.http.timeout         | 30s                 | a whole number from 1 to 600, for example 30",
                "armwatch.schemas.url          | schemas             | nothing or an http or https URL, for example https://example.com/schemas/",
                "armwatch.schemas.url          | ftp://example.com/  | nothing or an http or https URL, for example https://example.com/schemas/",
                "armwatch.schemas.url          | https://u:p@a.com/  | nothing or an http or https URL, for example https://example.com/schemas/",
                "armwatch.schemas.url          | https://a.com/?x=1  | nothing or an http or https URL, for example https://example.com/schemas/",
                "armwatch.tracing              | jaeger              | none or otlp",
                "armwatch.tracing.endpoint     | collector:4318      | the http or https URL of a collector that takes OTLP over HTTP, without /v1/traces, for example http://localhost:4318",
                "armwatch.tracing.endpoint     | ftp://collector     | the http or https URL of a collector that takes OTLP over HTTP, without /v1/traces, for example http://localhost:4318",
                "armwatch.tracing.endpoint     | http://u:p@a.com    | the http or https URL of a collector that takes OTLP over HTTP, without /v1/traces, for example http://localhost:4318",
                "armwatch.tracing.endpoint     | http://a.com/?x=1   | the http or https URL of a collector that takes OTLP over HTTP, without /v1/traces, for example http://localhost:4318",
                "armwatch.tracing.endpoint     | http://a.com/v1/traces | the http or https URL of a collector that takes OTLP over HTTP, without /v1/traces, for example http://localhost:4318",
                "armwatch.tracing.ratio        | 0                   | a number above 0 and up to 1, for example 0.1",
                "armwatch.tracing.ratio        | 2                   | a number above 0 and up to 1, for example 0.1",
                "armwatch.budget.share         | 0                   | a number above 0 and up to 1, for example 0.5",
                "armwatch.budget.share         | 1.01                | a number above 0 and up to 1, for example 0.5",
                "armwatch.budget.share         | NaN                 | a number above 0 and up to 1, for example 0.5",
                "armwatch.http.port            | 65536               | a whole number from 0 to 65535, for example 9876",
                "armwatch.http.port            | 99999999999         | a whole number from 0 to 65535, for example 9876",
                "armwatch.http.host            | ''                  | an address of this machine, for example 127.0.0.1",
                "armwatch.scan-events          | incomplete          | true or false",
                "armwatch.first-scan           | silent              | discover or baseline",
                "armwatch.expiry.tiers         | ''                  | different whole numbers of days from 1 to 3650, for example 30,14,7,1",
                "armwatch.expiry.tiers         | 30,30               | different whole numbers of days from 1 to 3650, for example 30,14,7,1",
                "armwatch.expiry.tiers         | 14,0                | different whole numbers of days from 1 to 3650, for example 30,14,7,1",
                "armwatch.expiry.tiers         | 30,-7               | different whole numbers of days from 1 to 3650, for example 30,14,7,1",
                "armwatch.expiry.tiers         | 7d,1                | different whole numbers of days from 1 to 3650, for example 30,14,7,1",
                "armwatch.expiry.tiers         | 30,,1               | different whole numbers of days from 1 to 3650, for example 30,14,7,1",
                "armwatch.expiry.tiers         | 99999               | different whole numbers of days from 1 to 3650, for example 30,14,7,1",
                "armwatch.key.max-age          | 0                   | a whole number of days from 1 to 3650, for example 90, or nothing",
                "armwatch.missing.confirmations| -1                  | a whole number from 1 to 100, for example 3"
            })
    void a_malformed_value_is_reported_with_its_place_and_what_was_expected(String key, String value, String expected)
            throws Exception {
        folder.settings("# a comment", "", "  " + key + " = " + value);

        assertThat(folder.problems(Map.of("stage", "test")))
                .containsExactly(
                        "application.properties:3: " + key + ": '" + value + "' cannot be used; expected " + expected);
    }

    @Test
    void the_last_value_of_a_repeated_key_counts_and_the_key_is_named() throws Exception {
        folder.settings("armwatch.http.port=1", "armwatch.http.port=one");

        assertThat(folder.problems()).singleElement().asString().startsWith("application.properties:2: ");
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
    @CsvSource(
            delimiter = '|',
            value = {
                "maps-keys, map-kys | there is no source 'map-kys'; did you mean maps-keys?",
                "everything         | there is no source 'everything'; expected all, or a list of azure-subscription, ",
                "all, maps-keys     | there is no source 'all'; expected all, or a list of azure-subscription, ",
                "','                | no source is named; expected all, or a list such as azure-subscription,batch-account"
            })
    void a_source_that_does_not_exist_is_reported(String value, String problem) throws Exception {
        folder.settings("armwatch.sources=" + value);

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .startsWith("application.properties:1: armwatch.sources: " + problem);
    }

    @ParameterizedTest
    @CsvSource({
        "armwatch.azure.endpont, ; did you mean armwatch.azure.endpoint?",
        "armwatch.kafka.exactlyOnce, ; did you mean armwatch.kafka.exactly-once?",
        "armwatch.kafka.topics.prefix, ; did you mean armwatch.topics.prefix?",
        "armwatch.schedule.map-keys, ; did you mean armwatch.schedule.maps-keys?",
        "armwatch.colour, ; the README lists all keys"
    })
    void an_unknown_key_is_reported_with_the_nearest_one(String key, String suggestion) throws Exception {
        folder.settings("other.key=1", key + "=1");

        assertThat(folder.problems())
                .containsExactly("application.properties:2: " + key + ": unknown key" + suggestion);
    }

    @Test
    void all_problems_are_reported_together() throws Exception {
        folder.settings("armwatch.http.port=one", "armwatch.azure.colud=x", "camel.component.kafka.nothing=1")
                .watch(SettingsFolder.scopes("/subscriptions/none", SettingsFolder.SUBSCRIPTION, "nothing"));

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
        Files.write(folder.path().resolve("application.properties"), "a=ä".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(folder.problems())
                .containsExactly("application.properties: cannot be read (MalformedInputException); expected a text"
                        + " file in UTF-8");
    }

    @Test
    void problems_of_kafka_settings_are_reported_without_values() throws Exception {
        folder.settings(
                "camel.component.kafka.security-protocl=secret",
                "camel.component.kafka.request-timeout-ms=secret",
                "camel.component.kafka.sasl-jaas-config=secret{{nowhere}}");

        assertThat(folder.problems())
                .containsExactlyInAnyOrder(
                        "application.properties:1: camel.component.kafka.security-protocl: unknown key; expected an option"
                                + " of camel-kafka, for example camel.component.kafka.security-protocol=SASL_SSL",
                        "application.properties:2: camel.component.kafka.request-timeout-ms: its value cannot be used; expected what camel-kafka's option accepts, for example camel.component.kafka.security-protocol=SASL_SSL",
                        "application.properties:3: camel.component.kafka.sasl-jaas-config: a placeholder cannot be"
                                + " resolved: Property with key [nowhere] not found in properties");
    }

    @ParameterizedTest
    @ValueSource(strings = {"brokers", "configuration.brokers", "Brokers"})
    void brokers_of_camel_s_producer_alone_are_refused(String option) throws Exception {
        folder.settings("camel.component.kafka." + option + "=elsewhere:9092");

        assertThat(folder.problems())
                .containsExactly("application.properties:1: camel.component.kafka." + option
                        + ": would change camel-kafka's producer only, so armwatch refuses it; set armwatch.kafka.brokers instead, for example"
                        + " localhost:9092");
    }
}
