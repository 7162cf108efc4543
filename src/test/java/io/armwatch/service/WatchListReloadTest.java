package io.armwatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.armwatch.config.ConfigurationException;
import io.armwatch.config.WatchList;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchListReloadTest {
    private static final String FIRST = "/subscriptions/11111111-1111-1111-1111-111111111111";
    private static final String SECOND = "/subscriptions/22222222-2222-2222-2222-222222222222";

    @TempDir
    private Path folder = Path.of("");

    private final List<WatchList> applied = new ArrayList<>();
    private boolean broken;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @SuppressWarnings("NullAway.Init")
    private WatchListReload reload;

    @BeforeEach
    void begin() throws IOException, ConfigurationException {
        file = folder.resolve("watch.yaml");
        Files.writeString(file, yaml(FIRST));
        applied.add(WatchList.parse(file, Files.readAllBytes(file)));
        reload = new WatchListReload(
                file, () -> applied.get(applied.size() - 1), this::apply, new SimpleMeterRegistry());
        lookTwice();
    }

    @AfterEach
    void close() {
        reload.close();
    }

    private void apply(WatchList list) {
        if (broken) {
            throw new IllegalStateException("not now");
        }
        applied.add(list);
    }

    private static String yaml(String scope) {
        return "watch:\n  - " + scope + "\n";
    }

    private void lookTwice() {
        reload.look();
        reload.look();
    }

    private List<String> inForce() {
        return applied.get(applied.size() - 1).scopes().stream()
                .map(scope -> scope.text())
                .toList();
    }

    @Test
    void a_change_is_found_although_the_file_has_the_same_key_size_and_time() throws IOException {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("unix");
        FileTime modified = Files.getLastModifiedTime(file);
        Object changed = Files.getAttribute(file, "unix:ctime");

        Files.writeString(file, yaml(SECOND));
        Awaitility.await("a later time of change").until(() -> {
            Files.setLastModifiedTime(file, modified);
            return !Files.getAttribute(file, "unix:ctime").equals(changed);
        });
        lookTwice();

        assertThat(inForce()).containsExactly(SECOND);
        assertThat(applied).hasSize(2);
    }

    @Test
    void a_file_that_is_too_large_is_refused_without_being_read() throws IOException {
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(17L * 1024 * 1024);
        }
        lookTwice();
        lookTwice();

        assertThat(reload.problem().orElse("")).contains("is larger than 16 MiB");
        assertThat(applied).hasSize(1);

        Files.writeString(file, yaml(SECOND));
        lookTwice();
        assertThat(reload.problem()).isEmpty();
        assertThat(inForce()).containsExactly(SECOND);
    }

    @Test
    void a_folder_or_nothing_in_its_place_is_refused_until_the_file_is_back() throws IOException {
        Files.delete(file);
        lookTwice();
        assertThat(reload.problem().orElse("")).contains("cannot be read (NoSuchFileException)");

        Files.createDirectory(file);
        lookTwice();
        assertThat(reload.problem().orElse("")).contains("cannot be read (");

        Files.delete(file);
        Files.writeString(file, yaml(FIRST));
        lookTwice();
        assertThat(reload.problem()).isEmpty();
        assertThat(applied).hasSize(1);
    }

    @Test
    void a_failure_to_put_it_in_force_is_a_problem_until_it_succeeds() throws IOException {
        broken = true;
        Files.writeString(file, yaml(SECOND));
        lookTwice();
        reload.look();

        assertThat(reload.problem().orElse("")).contains("not in force, because of an unexpected failure");
        assertThat(inForce()).containsExactly(FIRST);

        broken = false;
        reload.look();
        assertThat(reload.problem()).isEmpty();
        assertThat(inForce()).containsExactly(SECOND);
    }
}
