package io.armwatch.kafka.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.armwatch.config.Settings;
import io.armwatch.config.Settings.Kafka.Embedded;
import io.armwatch.kafka.EmbeddedBroker;
import io.armwatch.kafka.KafkaClients;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker and who may use its folder, in one JVM. */
class LastingBrokerIT {
    @TempDir
    private Path path;

    private static void ignore() {
        // a failure of the broker would fail the test anyway
    }

    private Settings.Kafka settings(Path folder) {
        return settings(folder, EmbeddedBroker.freePort());
    }

    private static Settings.Kafka settings(Path folder, int port) {
        return new Settings.Kafka(
                "127.0.0.1:" + port,
                Map.of(),
                true,
                "armwatch",
                "azure",
                1,
                Duration.ofDays(7),
                false,
                Optional.empty(),
                false,
                Optional.of(new Embedded(folder, "127.0.0.1", port)));
    }

    private KafkaAccess own(Settings.Kafka kafka) {
        return KafkaAccess.own(kafka, LastingBrokerIT::ignore);
    }

    private static KafkaAccess use(Settings.Kafka kafka) {
        return KafkaAccess.use(kafka, "check", LastingBrokerIT::ignore);
    }

    @Test
    void a_second_owner_is_refused_and_learns_who_has_the_folder() {
        Settings.Kafka kafka = settings(path);
        try (KafkaAccess first = own(kafka)) {
            assertThat(first.isOwner()).isTrue();

            assertThatThrownBy(() -> own(settings(path)))
                    .isInstanceOf(UnusableBrokerException.class)
                    .hasMessage("the folder " + path + " of the embedded Kafka broker is in use by process "
                            + KafkaClients.processName()
                            + " (armwatch run). Stop that process, or name another folder in"
                            + " armwatch.kafka.brokers");
        }
    }

    @Test
    void a_command_finds_the_broker_also_where_its_own_settings_name_another_port() {
        try (KafkaAccess running = own(settings(path));
                KafkaAccess found = use(settings(path))) {
            assertThat(found.isOwner()).isFalse();
            assertThat(found.kafka().brokers()).isEqualTo(running.kafka().brokers());
        }
    }

    @Test
    void without_a_running_broker_a_command_starts_one_with_the_same_data() {
        Settings.Kafka kafka = settings(path);
        try (KafkaAccess access = own(kafka);
                Admin admin = KafkaClients.admin(access.kafka())) {
            create(admin, "kept");
        }
        try (KafkaAccess access = use(kafka);
                Admin admin = KafkaClients.admin(access.kafka())) {
            assertThat(access.isOwner()).isTrue();
            assertThat(admin.listTopics().names())
                    .succeedsWithin(Duration.ofSeconds(30))
                    .asString()
                    .contains("kept");
        }
        assertThat(FolderLock.holder(path)).isEmpty();
    }

    @Test
    void a_command_does_not_create_a_folder_and_one_that_waits_for_events_starts_no_broker() {
        Path folder = path.resolve("kafka");

        assertThatThrownBy(() -> use(settings(folder)))
                .hasMessage("the folder " + folder + " holds no data of Kafka's yet; armwatch run creates it");
        assertThat(folder).doesNotExist();

        own(settings(folder)).close();
        assertThatThrownBy(() -> KafkaAccess.find(settings(folder)))
                .hasMessage(
                        "no armwatch runs on the folder " + folder + ", so nothing new can come; start armwatch run");
    }

    @Test
    void a_port_that_is_taken_is_reported_and_the_folder_is_free_again() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> own(settings(path, taken.getLocalPort())))
                    .isInstanceOf(UnusableBrokerException.class)
                    .hasMessageStartingWith(
                            "the embedded Kafka broker cannot listen at 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageEndingWith(
                            "set armwatch.kafka.embedded.listen to an address and port of this machine that are free");
        }
        try (FolderLock lock = FolderLock.take(path).orElseThrow()) {
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void data_that_is_not_kafka_s_is_an_error_that_names_the_folder() throws IOException {
        Files.writeString(path.resolve("meta.properties"), "cluster.id=");

        assertThatThrownBy(() -> own(settings(path)))
                .isInstanceOf(UnusableBrokerException.class)
                .hasMessageStartingWith("the embedded Kafka broker on " + path + " does not start: ");
    }

    @Test
    void every_topic_is_flushed_at_each_write_and_bounded_on_disk() throws Exception {
        try (KafkaAccess access = own(settings(path));
                Admin admin = KafkaClients.admin(access.kafka())) {
            create(admin, "events");
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "events");
            var config = Objects.requireNonNull(
                    admin.describeConfigs(List.of(topic)).all().get().get(topic));

            assertThat(Stream.of("flush.messages", "segment.bytes", "retention.bytes")
                            .map(name ->
                                    Objects.requireNonNull(config.get(name)).value()))
                    .containsExactly("1", "16777216", "536870912");
        }
        try (Stream<Path> indexes = Files.walk(path)) {
            assertThat(indexes.filter(file -> file.toString().endsWith("index")).toList())
                    .isNotEmpty()
                    .allMatch(file -> file.toFile().length() <= 256 * 1024);
        }
    }

    @Test
    void data_in_the_format_of_kafka_3_9_is_used_and_raised_to_the_format_of_this_kafka() throws Exception {
        new Formatter()
                .setNodeId(1)
                .setClusterId("an-older-cluster-id-22")
                .setReleaseVersion(MetadataVersion.IBP_3_9_IV0)
                .setDirectories(List.of(path.toString()))
                .setMetadataLogDirectory(path.toString())
                .setControllerListenerName("CONTROLLER")
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8))
                .run();
        try (EmbeddedBroker older = EmbeddedBroker.start(path);
                Admin admin = Admin.create(Map.of("bootstrap.servers", older.brokers()))) {
            create(admin, "kept");
            assertThat(FeatureUpgrade.levels(admin))
                    .containsEntry("metadata.version", MetadataVersion.IBP_3_9_IV0.featureLevel());
        }

        try (KafkaAccess access = own(settings(path));
                Admin admin = KafkaClients.admin(access.kafka())) {
            assertThat(FeatureUpgrade.missing(FeatureUpgrade.levels(admin), MetadataVersion.latestProduction()))
                    .isEmpty();
            assertThat(admin.listTopics().names().get()).contains("kept");
            create(admin, "new");
        }
        own(settings(path)).close();
    }

    @Test
    void a_folder_whose_formatting_was_interrupted_is_formatted_again() throws IOException {
        own(settings(path)).close();
        Path bootstrap = path.resolve("bootstrap.checkpoint");
        byte[] begun = Files.readAllBytes(bootstrap);
        Path other = Files.createDirectories(path.resolve("other"));
        Files.write(other.resolve("bootstrap.checkpoint"), begun);

        try (KafkaAccess access = own(settings(other))) {
            assertThat(access.isOwner()).isTrue();
        }
    }

    private static void create(Admin admin, String topic) {
        assertThat(admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                        .all())
                .succeedsWithin(Duration.ofSeconds(30));
    }
}
