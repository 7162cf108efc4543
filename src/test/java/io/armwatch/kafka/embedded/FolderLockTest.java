package io.armwatch.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.armwatch.kafka.embedded.FolderLock.Holder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    private static final Holder HOLDER = new Holder("127.0.0.1:9092", "host-42", "run");

    @TempDir
    private Path folder;

    @Test
    void only_one_has_the_lock_and_the_others_learn_who() throws IOException {
        try (FolderLock lock = FolderLock.take(folder).orElseThrow()) {
            lock.announce(HOLDER);

            assertThat(FolderLock.take(folder)).isEmpty();
            assertThat(FolderLock.holder(folder)).contains(HOLDER);
            assertThat(HOLDER.text()).isEqualTo("process host-42 (armwatch run)");
        }
    }

    @Test
    void a_released_lock_can_be_taken_again_and_has_no_holder() throws IOException {
        try (FolderLock first = FolderLock.take(folder).orElseThrow()) {
            first.announce(HOLDER);
        }

        assertThat(FolderLock.holder(folder)).isEmpty();
        try (FolderLock second = FolderLock.take(folder).orElseThrow()) {
            assertThat(second).isNotNull();
        }
    }

    @Test
    void what_a_killed_process_left_behind_is_no_lock() throws IOException {
        Files.writeString(folder.resolve("broker.lock"), "");
        Files.writeString(folder.resolve("broker.address"), "address=127.0.0.1:9092\nprocess=host-42\ncommand=run\n");

        try (FolderLock lock = FolderLock.take(folder).orElseThrow()) {
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void a_file_without_an_address_names_nobody() throws IOException {
        Files.writeString(folder.resolve("broker.address"), "process=host-42");

        assertThat(FolderLock.holder(folder)).isEmpty();
    }

    @Test
    void a_folder_that_cannot_be_written_is_an_error() {
        assertThatThrownBy(() -> FolderLock.take(folder.resolve("missing"))).isInstanceOf(IOException.class);
    }
}
