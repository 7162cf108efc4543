package io.armwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.AzureCloud;
import io.armwatch.change.Reporting;
import io.armwatch.change.TimePolicy;
import io.armwatch.config.Settings.Azure;
import io.armwatch.config.Settings.Management;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    private final SettingsFolder folder;

    SettingsReaderTest(@TempDir Path path) throws IOException {
        folder = new SettingsFolder(path);
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
        "armwatch.sources, all",
        "armwatch.api-version.batch-account, ''",
        "armwatch.api-version.apim-subscription, ''",
        "armwatch.apim.keys, false",
        "armwatch.kafka.brokers, localhost:9092",
        "armwatch.kafka.embedded.listen, 127.0.0.1:9092",
        "armwatch.kafka.exactly-once, true",
        "armwatch.application-id, armwatch",
        "armwatch.topics.prefix, azure",
        "armwatch.topics.partitions, 12",
        "armwatch.events.mode, structured",
        "armwatch.http.concurrency, 32",
        "armwatch.http.timeout, 30",
        "armwatch.http.proxy, ''",
        "armwatch.http.ca-file, ''",
        "armwatch.budget.share, 0.5",
        "armwatch.fingerprint.key, ''",
        "armwatch.schemas.url, ''",
        "armwatch.tracing, none",
        "armwatch.tracing.endpoint, http://localhost:4318",
        "armwatch.tracing.ratio, 1",
        "armwatch.http.port, 9876",
        "armwatch.http.host, 127.0.0.1",
        "armwatch.expiry.tiers, '30,14,7,1'",
        "armwatch.key.max-age, ''",
        "armwatch.scan-events, true",
        "armwatch.first-scan, discover",
        "armwatch.missing.confirmations, 3",
        "armwatch.signals, false",
        "armwatch.maps.keys, scheduled",
        "armwatch.api.token, ''"
    })
    void every_key_has_its_default(String key, String value) {
        assertThat(SettingsReader.defaults()).containsEntry(key, value);
    }

    @Test
    void signals_are_bound_and_the_token_is_not_shown() throws Exception {
        folder.settings("armwatch.signals=true", "armwatch.maps.keys=on-signal", "armwatch.api.token=0123456789abcdef");

        Settings settings = folder.read();

        assertThat(settings.kafka().signals()).isTrue();
        assertThat(settings.watch().onSignal()).containsExactly("maps-keys");
        assertThat(settings.management().token()).contains("0123456789abcdef");
        assertThat(settings.toString()).doesNotContain("0123456789abcdef");
        assertThat(Secrets.mask("Bearer 0123456789abcdef")).isEqualTo("Bearer ***");
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
                .contains(
                        Map.entry("batch-account", "0 0/5 * * * ?"),
                        Map.entry("maps-keys", "0 0/15 * * * ?"),
                        Map.entry("apim-subscription", "0 * * * * ?"))
                .containsOnlyKeys(Sources.scheduled().stream().map(Source::name).toArray(String[]::new));
        assertThat(settings.watch().fingerprints().scheme()).isEqualTo("sha256");
        assertThat(settings.watch().reporting()).isEqualTo(Reporting.ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com/schemas", "https://example.com/schemas/"})
    void the_url_of_the_schemas_names_a_folder(String url) throws Exception {
        folder.settings("armwatch.schemas.url=" + url);

        assertThat(folder.read().kafka().schemas()).contains(URI.create("https://example.com/schemas/"));
    }

    @Test
    void traces_are_exported_only_if_the_settings_say_so() throws Exception {
        folder.settings("armwatch.tracing.endpoint=http://collector:4318/", "armwatch.tracing.ratio=0.25");
        assertThat(folder.read().tracing()).isEmpty();

        folder.settings(
                "armwatch.tracing=otlp",
                "armwatch.tracing.endpoint=http://collector:4318/",
                "armwatch.tracing.ratio=0.25");
        assertThat(folder.read().tracing()).hasValueSatisfying(tracing -> {
            assertThat(tracing.tracesUrl()).isEqualTo(URI.create("http://collector:4318/v1/traces"));
            assertThat(tracing.ratio()).isEqualTo(0.25);
        });
    }

    @Test
    void only_the_sources_that_the_settings_name_are_watched() throws Exception {
        folder.settings("armwatch.sources=maps-keys, batch-account", "armwatch.schedule.maps-keys=0/2 * * * * ?");

        assertThat(folder.read().watch().schedules())
                .containsOnly(Map.entry("batch-account", "0 0/5 * * * ?"), Map.entry("maps-keys", "0/2 * * * * ?"));
        assertThat(folder.read().watch().sources())
                .extracting(Source::name)
                .containsExactly("batch-account", "maps-keys");
    }

    @Test
    void an_api_version_can_be_fixed_even_if_armwatch_does_not_know_it() throws Exception {
        folder.settings("armwatch.api-version.batch-account=2026-08-01-preview");

        assertThat(folder.read().watch().apiVersions()).containsOnly(Map.entry("batch-account", "2026-08-01-preview"));
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
                "armwatch.topics.retention=14",
                "armwatch.events.mode=binary",
                "armwatch.http.concurrency=4",
                "armwatch.http.timeout=5",
                "armwatch.budget.share=1",
                "armwatch.fingerprint.key=größe",
                "armwatch.http.port=0",
                "armwatch.http.host=0.0.0.0",
                "armwatch.expiry.tiers=1, 60,14",
                "armwatch.key.max-age=90",
                "armwatch.scan-events=false",
                "armwatch.first-scan=baseline",
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
                .isEqualTo(new Settings.Kafka(
                        "one:1, two:65535",
                        Map.of(),
                        false,
                        "armwatch",
                        "arm.test",
                        1,
                        Duration.ofDays(14),
                        true,
                        Optional.empty()));
        assertThat(settings.management()).isEqualTo(new Management("0.0.0.0", 0));
        assertThat(settings.watch().schedules()).containsEntry("maps-keys", "0/2 * * * * ?");
        assertThat(settings.watch().apimKeys()).isTrue();
        assertThat(settings.watch().confirmations()).isEqualTo(1);
        assertThat(settings.watch().time()).isEqualTo(new TimePolicy(List.of(60, 14, 1), Optional.of(90)));
        assertThat(settings.watch().reporting()).isEqualTo(new Reporting(false, false));
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
    void the_settings_that_are_shipped_name_every_key_with_its_default_except_those_of_single_sources()
            throws Exception {
        List<String> lines = Files.readAllLines(Path.of("config/application.properties"));

        assertThat(lines)
                .containsAll(SettingsReader.defaults().entrySet().stream()
                        .filter(entry -> !entry.getKey().matches("armwatch\\.(schedule|api-version)\\..*"))
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

    @Test
    void another_watch_file_can_be_named() throws Exception {
        Path other = folder.path().resolve("other ü.yaml");
        Files.writeString(other, "watch: [" + SettingsFolder.SUBSCRIPTION + "/resourceGroups/g]");

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[::1]:9092",
                "[2001:db8::7]:9092,[fe80::1%eth0]:9093",
                "[::ffff:192.0.2.1]:9092, kafka.example:9092,192.0.2.1:9092"
            })
    void brokers_may_have_ipv6_addresses(String brokers) throws Exception {
        folder.settings("armwatch.kafka.brokers=" + brokers);

        assertThat(folder.read().kafka().brokers()).isEqualTo(brokers);
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
}
