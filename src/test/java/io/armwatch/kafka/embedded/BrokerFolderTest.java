package io.armwatch.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerFolderTest {
    @TempDir
    private Path path;

    @Test
    void a_folder_that_does_not_exist_is_created() {
        BrokerFolder.prepare(path.resolve("data/kafka"));

        assertThat(path.resolve("data/kafka")).isEmptyDirectory();
    }

    @Test
    void a_folder_with_other_files_is_refused() throws IOException {
        Files.writeString(path.resolve("letter.txt"), "");

        assertThatThrownBy(() -> BrokerFolder.prepare(path))
                .isInstanceOf(UnusableBrokerException.class)
                .hasMessage(
                        "the folder " + path + " holds other files and no data of Kafka's: letter.txt; name a new or"
                                + " empty folder in armwatch.kafka.brokers=embedded:FOLDER");
    }

    @Test
    void what_a_broker_leaves_that_was_killed_before_its_folder_was_formatted_is_no_obstacle() throws IOException {
        for (String name :
                new String[] {"broker.lock", "broker.address", "bootstrap.checkpoint", "meta.properties.tmp"}) {
            Files.writeString(path.resolve(name), "");
        }

        BrokerFolder.prepare(path);

        assertThat(BrokerFolder.holdsData(path)).isFalse();
    }

    @Test
    void a_folder_with_data_of_kafka_s_is_used_whatever_else_it_holds() throws IOException {
        Files.writeString(path.resolve("meta.properties"), "");
        Files.writeString(path.resolve("letter.txt"), "");

        BrokerFolder.prepare(path);

        assertThat(BrokerFolder.holdsData(path)).isTrue();
    }

    @Test
    void a_folder_that_cannot_be_created_is_an_error_that_says_what_to_do() throws IOException {
        Path file = Files.writeString(path.resolve("file"), "");

        assertThatThrownBy(() -> BrokerFolder.prepare(file.resolve("kafka")))
                .isInstanceOf(UnusableBrokerException.class)
                .hasMessageStartingWith("the folder " + file.resolve("kafka") + " cannot be created (")
                .hasMessageEndingWith("or create the folder for armwatch's user");
    }

    @Test
    void a_folder_that_can_be_written_has_no_problem_and_one_that_is_gone_has() {
        assertThat(BrokerFolder.problem(path)).isEmpty();
        assertThat(BrokerFolder.problem(path.resolve("gone"))).isPresent();
        assertThat(path).isEmptyDirectory();
    }
}
