package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The watch list changes while armwatch runs. */
final class ReloadIT {
    private static final String READY = "/observe/health/ready?data=true";
    private static final String REFUSED = "The changed watch list is refused, and the one before stays in force: ";

    private final TestResources resources = new TestResources();
    private final String first = resources.maps("first");
    private final String second = resources.maps("second");
    private final String third = resources.batch("third");

    @Test
    void a_new_scope_is_scanned_at_once_and_a_removed_one_becomes_unwatched_once() throws IOException {
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(first, second));
                CapturedLogs logs = new CapturedLogs()) {
            armwatch.start();
            armwatch.reader().await("resource.discovered", first);
            armwatch.reader().await("resource.discovered", second);

            armwatch.rewatch(List.of(second, third));

            armwatch.reader().await("resource.discovered", third);
            armwatch.reader().await("resource.unwatched", first);
            azure.awaitAsked(List.of(second, third), 3);
            long asked = azure.asked(first);
            azure.awaitAsked(List.of(second, third), 3);
            assertThat(azure.asked(first)).as("polls of what was removed").isEqualTo(asked);
            assertThat(changes(armwatch))
                    .containsExactlyInAnyOrder(
                            "resource.discovered " + key(first),
                            "resource.discovered " + key(second),
                            "resource.discovered " + key(third),
                            "resource.unwatched " + key(first));
            assertThat(logs.lines(
                            "INFO", "has changed: scopes added: 1 (" + key(third) + "); removed: 1 (" + key(first)))
                    .hasSize(1);
            assertThat(armwatch.metric("armwatch_watchlist_reloads_total{outcome=\"applied\"}"))
                    .isEqualTo(1);

            armwatch.rewatch(List.of(first, second, third));
            Awaitility.await("the resource that is watched again")
                    .until(() -> changes(armwatch).stream()
                                    .filter(("resource.discovered " + key(first))::equals)
                                    .count()
                            == 2);
        }
    }

    @Test
    void a_wrong_watch_list_is_reported_once_and_the_one_before_stays_in_force() throws IOException {
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(first));
                CapturedLogs logs = new CapturedLogs()) {
            armwatch.start();
            armwatch.reader().await("resource.discovered", first);

            armwatch.rewatch(List.of(second, "/subscriptions/none"));

            Awaitility.await("the problem in health")
                    .until(() -> armwatch.text(READY).orElse("").contains(REFUSED));
            assertThat(armwatch.status(READY)).isEqualTo(200);
            assertThat(armwatch.text("/api/v1/status").orElse("")).contains(REFUSED);
            azure.awaitAsked(List.of(first), 6);
            assertThat(logs.lines("WARN", REFUSED))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("watch.yaml:3: '/subscriptions/none': ")
                            .contains("Correct the file; armwatch reads it again by itself"));
            assertThat(armwatch.metric("armwatch_watchlist_reloads_total{outcome=\"refused\"}"))
                    .isEqualTo(1);
            assertThat(changes(armwatch)).containsExactly("resource.discovered " + key(first));

            armwatch.rewatch(List.of(first));

            Awaitility.await("the end of the problem")
                    .until(() -> !armwatch.text(READY).orElse("").contains(REFUSED));
            assertThat(logs.lines("INFO", "is right again; nothing else is watched than before"))
                    .hasSize(1);
            armwatch.rewatch(List.of(first, second));
            armwatch.reader().await("resource.discovered", second);
        }
    }

    @Test
    void a_watch_list_behind_symbolic_links_is_followed_as_kubernetes_changes_it() throws IOException {
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(first))) {
            Path mount = armwatch.configMap("watch:\n  - " + first + "\n");
            armwatch.with("armwatch.watch.file", mount.resolve("watch.yaml").toString());
            armwatch.start();
            armwatch.reader().await("resource.discovered", first);

            swap(mount, "watch:\n  - " + third + "\n");

            armwatch.reader().await("resource.discovered", third);
            armwatch.reader().await("resource.unwatched", first);
        }
    }

    @Test
    void check_diff_shows_what_a_new_watch_list_would_start_and_stop_watching() {
        String group = TestResources.GROUP + "/providers/Microsoft.Batch/batchAccounts/*";
        List<String> onDisk = new ArrayList<>(List.of(first, group));
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), onDisk)) {
            armwatch.start();
            armwatch.reader().await("resource.discovered", first);
            armwatch.reader().await("resource.discovered", third);
            armwatch.scanned("batch-account", group);
            armwatch.processedEvents();
            CommandResult same = armwatch.run("check", "--diff");
            assertThat(same.exit()).as("%s", same).isZero();
            assertThat(same.lines())
                    .contains(
                            "ok        diff     starts watching: nothing",
                            "ok        diff     stops watching: nothing");

            onDisk.clear();
            onDisk.addAll(List.of(first, second));
            CommandResult other = armwatch.run("check", "--diff");
            assertThat(other.exit()).as("%s", other).isZero();
            assertThat(difference(other))
                    .containsExactly(
                            "starts watching: 1 maps-keys",
                            "+ maps-keys " + second,
                            "stops watching: 1 batch-account",
                            "- batch-account " + third);
            assertThat(armwatch.run("check").lines())
                    .anyMatch(line -> line.contains("that process has a different watch list"));

            armwatch.rewatch(onDisk);
            armwatch.reader().await("resource.unwatched", third);
            armwatch.reader().await("resource.discovered", second);
            armwatch.processedEvents();
            CommandResult after = armwatch.run("check", "--diff");
            assertThat(difference(after)).containsExactly("starts watching: nothing", "stops watching: nothing");
            CommandResult plain = armwatch.run("check");
            assertThat(plain.exit())
                    .as("the other process is known to watch the same now: %s", plain)
                    .isZero();
        }
    }

    private static List<String> difference(CommandResult check) {
        return check.lines().stream()
                .dropWhile(line -> !line.contains(" diff "))
                .map(line -> line.replaceFirst("^ok +diff +", "").strip())
                .toList();
    }

    /** Kubernetes writes a new folder, and renames a link over {@code ..data}. The times of the files say nothing. */
    private static void swap(Path mount, String yaml) throws IOException {
        Path before = mount.resolve("..data").toRealPath().resolve("watch.yaml");
        Path folder = Files.createDirectory(mount.resolve("..second"));
        Files.writeString(folder.resolve("watch.yaml"), yaml);
        Files.setLastModifiedTime(folder.resolve("watch.yaml"), Files.getLastModifiedTime(before));
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), folder.getFileName());
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> changes(ArmwatchFixture armwatch) {
        return armwatch.processedEvents().stream()
                .filter(event -> !event.isScan())
                .map(event -> event.type() + " " + event.key())
                .toList();
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
