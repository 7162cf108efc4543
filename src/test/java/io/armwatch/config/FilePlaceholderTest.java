package io.armwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in files, as Kubernetes, Docker and systemd mount them. */
class FilePlaceholderTest {
    private static final String JAAS =
            "org.apache.kafka.common.security.plain.PlainLoginModule required password=\"p\";";

    private final Path path;
    private final SettingsFolder folder;

    FilePlaceholderTest(@TempDir Path path) throws IOException {
        this.path = path;
        folder = new SettingsFolder(path);
    }

    @BeforeEach
    void writeSecret() throws IOException {
        Files.writeString(path.resolve("kafka-jaas"), JAAS + "\n");
    }

    @Test
    void a_kafka_client_has_the_secret_of_the_file_without_the_end_of_its_line() throws Exception {
        folder.settings(
                "camel.component.kafka.security-protocol=SASL_SSL",
                "camel.component.kafka.sasl-jaas-config={{file:" + path + "/kafka-jaas}}");

        assertThat(String.valueOf(folder.read().kafka().client().get("sasl.jaas.config")))
                .isEqualTo(JAAS);
    }

    /** Routes are read by Camel, not as settings. */
    @Test
    void what_a_route_reads_from_a_file_is_masked() throws IOException {
        Files.writeString(path.resolve("hook"), "https://hooks.example.com/services/hunter2\n");

        String value = new FilePlaceholder().apply(path.resolve("hook").toString());

        assertThat(Secrets.mask("at " + value)).isEqualTo("at ***");
    }

    @Test
    void a_setting_of_armwatch_may_be_in_a_file_whose_folder_is_a_placeholder() throws Exception {
        Files.writeString(path.resolve("id"), "from-a-file\n");
        folder.settings("folder=" + path, "armwatch.topics.prefix={{file:{{folder}}/id}}");

        assertThat(folder.read().kafka().topicsPrefix()).isEqualTo("from-a-file");
    }

    @Test
    void a_missing_file_is_named_with_the_key_and_its_line() throws IOException {
        folder.settings("", "armwatch.fingerprint.key={{file:/nowhere/key}}");

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .startsWith("application.properties:2: armwatch.fingerprint.key: ")
                .contains("the file /nowhere/key cannot be read (NoSuchFileException)");
    }
}
