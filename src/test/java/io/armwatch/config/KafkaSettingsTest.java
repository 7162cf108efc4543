package io.armwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.config.Settings.Kafka.Embedded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaSettingsTest {
    private final Path path;
    private final SettingsFolder folder;

    KafkaSettingsTest(@TempDir Path path) throws IOException {
        this.path = path;
        folder = new SettingsFolder(path);
    }

    @Test
    void an_embedded_broker_listens_on_this_machine_only_and_has_one_partition_a_topic() throws Exception {
        folder.settings("armwatch.kafka.brokers=embedded:" + path.resolve("data"));

        Settings.Kafka kafka = folder.read().kafka();

        assertThat(kafka.embedded()).contains(new Embedded(path.resolve("data"), "127.0.0.1", 9092));
        assertThat(kafka.brokers()).isEqualTo("127.0.0.1:9092");
        assertThat(kafka.partitions()).isEqualTo(1);
    }

    @Test
    void the_address_and_the_partitions_of_an_embedded_broker_can_be_chosen() throws Exception {
        folder.settings(
                "armwatch.kafka.brokers=embedded:" + path.resolve("data"),
                "armwatch.kafka.embedded.listen=kafka.example.com:9192",
                "armwatch.topics.partitions=12");

        Settings.Kafka kafka = folder.read().kafka();

        assertThat(kafka.brokers()).isEqualTo("kafka.example.com:9192");
        assertThat(kafka.partitions()).isEqualTo(12);
        assertThat(folder.read(Map.of("armwatch.topics.partitions", "3"))
                        .kafka()
                        .partitions())
                .isEqualTo(3);
    }

    @Test
    void a_relative_folder_is_below_armwatch_s_own() throws Exception {
        folder.settings("armwatch.kafka.brokers=embedded:data/../data/kafka");

        assertThat(folder.read().kafka().embedded())
                .map(Embedded::folder)
                .contains(Path.of(System.getProperty("armwatch.home", ""))
                        .toAbsolutePath()
                        .resolve("data/kafka"));
    }

    @Test
    void brokers_elsewhere_are_not_embedded_and_have_the_default_number_of_partitions() throws Exception {
        folder.settings("armwatch.kafka.brokers=a:9092,b:9092");

        Settings.Kafka kafka = folder.read().kafka();

        assertThat(kafka.embedded()).isEmpty();
        assertThat(kafka.partitions()).isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "embedded:           | 'embedded:' cannot be used; expected a folder after embedded:, for example embedded:data/kafka. The port is in armwatch.kafka.embedded.listen",
                "embedded:9092       | 'embedded:9092' cannot be used; expected a folder after embedded:, for example embedded:data/kafka. The port is in armwatch.kafka.embedded.listen",
                "embedded:data,b:9092| an embedded broker is the only one; expected one folder without a comma, for example embedded:data/kafka",
                "a:9092,embedded:data| 'a:9092,embedded:data' cannot be used; expected host:port[,host:port…], for example localhost:9092, or embedded:data/kafka"
            })
    void a_folder_that_is_none_is_refused(String value, String problem) throws Exception {
        folder.settings("armwatch.kafka.brokers=" + value);

        assertThat(folder.problems())
                .containsExactly("application.properties:1: armwatch.kafka.brokers: " + problem.strip());
    }

    @Test
    void a_file_is_no_folder_and_nothing_can_be_below_it() throws Exception {
        Files.writeString(path.resolve("file"), "");

        for (String name : new String[] {"file", "file/kafka"}) {
            folder.settings("armwatch.kafka.brokers=embedded:" + path.resolve(name));

            assertThat(folder.problems())
                    .containsExactly(
                            "application.properties:1: armwatch.kafka.brokers: file is a file; expected a folder"
                                    + " for Kafka's data, for example embedded:data/kafka");
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0:9092", "[::]:9092", "localhost", "localhost:0", "localhost:65536", "'a:1,b:2'"})
    void an_address_that_cannot_be_told_to_consumers_is_refused(String value) throws Exception {
        folder.settings("armwatch.kafka.brokers=embedded:data/kafka", "armwatch.kafka.embedded.listen=" + value);

        assertThat(folder.problems())
                .containsExactly("application.properties:2: armwatch.kafka.embedded.listen: '" + value
                        + "' cannot be used; expected host:port, the host being an address or name of this machine that consumers can reach"
                        + " (not all addresses), for example 127.0.0.1:9092");
    }

    @Test
    void tls_and_passwords_are_refused_beside_an_embedded_broker() throws Exception {
        folder.settings(
                "armwatch.kafka.brokers=embedded:data/kafka",
                "camel.component.kafka.security-protocol=SASL_SSL",
                "camel.component.kafka.sasl-mechanism=PLAIN",
                "camel.component.kafka.linger-ms=5");

        assertThat(folder.problems())
                .containsExactly(
                        "application.properties:3: camel.component.kafka.sasl-mechanism: does not apply to an embedded"
                                + " broker, which has neither TLS nor SASL; remove it",
                        "application.properties:2: camel.component.kafka.security-protocol: does not apply to an"
                                + " embedded broker, which has neither TLS nor SASL; remove it");
    }
}
