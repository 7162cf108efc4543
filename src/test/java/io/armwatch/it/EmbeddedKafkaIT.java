package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code armwatch.kafka.brokers=embedded:FOLDER}: processes, commands, and what befalls a folder. */
class EmbeddedKafkaIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TEAM = "{\"tags\":{\"team\":\"%s\"}}";

    @TempDir
    private Path path;

    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps");
    private final String batch = resources.batch("batch");
    private final SimulatedAzure azure = SimulatedAzure.with(resources);
    private Path kafka = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private ArmwatchFixture armwatch;

    @BeforeEach
    void configure() {
        kafka = path.resolve("kafka");
        armwatch = ArmwatchFixture.embedded(azure.uri(), resources.watched(), kafka);
    }

    @AfterEach
    void close() {
        armwatch.close();
        azure.close();
    }

    private ArmwatchProcess run() {
        return armwatch.spawn(ArmwatchProcess.Options.ORDINARY);
    }

    private static void awaitOutput(ArmwatchProcess process, String text) {
        Awaitility.await(text).atMost(PATIENCE).until(() -> {
            assertThat(process.alive() || process.output().contains(text))
                    .as(process.output())
                    .isTrue();
            return process.output().contains(text);
        });
    }

    /** Runs until everything is discovered, and kills it. */
    private void discoverAndKill() {
        ArmwatchProcess first = run();
        armwatch.reader().await("resource.discovered", maps);
        armwatch.reader().await("resource.discovered", batch);
        armwatch.processedEvents();
        first.kill();
    }

    /** What a consumer reads that begins now. */
    private List<ReceivedEvent> read() {
        try (EventReader fresh = new EventReader(armwatch.brokers(), armwatch.name())) {
            return fresh.readToEnd(armwatch.admin()).stream()
                    .filter(event -> !event.isScan())
                    .toList();
        }
    }

    private static List<Path> activeSegments(Path folder) throws IOException {
        try (Stream<Path> partitions = Files.list(folder)) {
            return partitions
                    .filter(Files::isDirectory)
                    .map(EmbeddedKafkaIT::lastSegment)
                    .toList();
        }
    }

    private static Path lastSegment(Path partition) {
        try (Stream<Path> files = Files.list(partition)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void it_needs_no_other_kafka_and_goes_on_after_a_clean_stop_and_start() {
        ArmwatchProcess first = run();
        awaitOutput(first, "Kafka runs in this process at " + armwatch.brokers() + ", with its data in " + kafka);
        armwatch.reader().await("resource.discovered", maps);
        first.terminate();
        assertThat(first.awaitEnd(PATIENCE)).as(first.output()).isZero();
        assertThat(first.output()).contains("armwatch has stopped");
        assertThat(kafka.resolve(".kafka_cleanshutdown")).exists();

        run();
        azure.call("PATCH", batch, TEAM.formatted("x"));
        armwatch.reader().await("resource.changed", batch);
        assertThat(armwatch.reader().typesTold(batch)).containsExactly("resource.discovered", "resource.changed");
        assertThat(armwatch.reader().typesTold(maps)).containsExactly("resource.discovered");
    }

    @Test
    void a_second_run_on_the_folder_ends_with_a_sentence_and_after_kill_9_the_next_one_starts() {
        ArmwatchProcess first = run();
        armwatch.reader().await("resource.discovered", maps);
        ArmwatchProcess second = run();

        assertThat(second.awaitEnd(PATIENCE)).as(second.output()).isEqualTo(1);
        assertThat(second.output())
                .contains("run: the folder " + kafka + " of the embedded Kafka broker is in use by process ")
                .contains("-" + first.handle().pid() + " (armwatch run). Stop that process, or name another folder");
        first.kill();
        azure.call("PATCH", batch, TEAM.formatted("x"));
        run();
        armwatch.reader().await("resource.changed", batch);
    }

    @Test
    void commands_find_the_broker_of_a_running_armwatch_and_start_it_where_none_runs() {
        ArmwatchProcess running = run();
        armwatch.reader().await("resource.discovered", maps);
        armwatch.processedEvents();
        // The address is in the folder, so it does not matter that the commands have another one in their settings.
        String address = armwatch.brokers();
        armwatch.with("armwatch.kafka.embedded.listen", "127.0.0.1:1");

        assertCommandsWork();
        assertThat(armwatch.run("check").lines()).anyMatch(line -> line.startsWith("ok") && line.endsWith(address));
        armwatch.with("armwatch.kafka.embedded.listen", address);
        running.terminate();
        running.awaitEnd(PATIENCE);

        assertCommandsWork();
        CommandResult following = armwatch.run("events");
        assertThat(following.exit()).isEqualTo(1);
        assertThat(following.errors())
                .containsExactly("events: no armwatch runs on the folder " + kafka
                        + ", so nothing new can come; start armwatch run");
        assertThat(kafka.resolve(".kafka_cleanshutdown")).exists();
    }

    private void assertCommandsWork() {
        CommandResult events = armwatch.run("events", "--until-end");
        assertThat(events.exit()).as("%s", events).isZero();
        assertThat(events.lines()).anyMatch(line -> line.contains("resource discovered"));
        CommandResult show = armwatch.run("show", maps);
        assertThat(show.exit()).as("%s", show).isZero();
        assertThat(show.lines()).anyMatch(line -> line.contains("maps"));
        CommandResult rehearsal = armwatch.run("once", "--dry-run");
        assertThat(rehearsal.lines()).anyMatch(line -> line.contains("compares with the 2 known states"));
    }

    @Test
    void a_first_check_creates_nothing_and_once_creates_everything() {
        CommandResult check = armwatch.run("check");
        assertThat(check.exit()).as("%s", check).isZero();
        assertThat(check.lines())
                .anyMatch(line -> line.contains("armwatch run will create the embedded broker's data in " + kafka));
        assertThat(kafka).doesNotExist();

        CommandResult once = armwatch.run("once");
        assertThat(once.exit()).as("%s", once).isZero();
        assertThat(armwatch.run("events", "--until-end").lines())
                .filteredOn(line -> line.contains("resource discovered"))
                .hasSize(2);
    }

    @Test
    void garbage_behind_the_last_record_of_every_log_is_cut_off_and_nothing_is_lost() throws IOException {
        discoverAndKill();
        List<ReceivedEvent> before = armwatch.reader().told();
        Random random = new Random(19);
        List<Path> segments = activeSegments(kafka);
        for (Path segment : segments) {
            byte[] garbage = new byte[1 + random.nextInt(200)];
            random.nextBytes(garbage);
            Files.write(segment, garbage, StandardOpenOption.APPEND);
        }

        ArmwatchProcess second = run();
        azure.call("PATCH", batch, TEAM.formatted("x"));
        Awaitility.await("the change").atMost(PATIENCE).pollInSameThread().until(() -> read().size() > before.size());

        assertThat(read()).hasSize(3).containsAll(before);
        assertThat(segments)
                .anyMatch(segment -> segment.toString().contains("__transaction_state"))
                .anyMatch(segment -> segment.toString().contains("__consumer_offsets"))
                .anyMatch(segment -> segment.toString().contains("__cluster_metadata"))
                .allMatch(segment -> second.output().contains("The log " + segment + " ends with "));
    }

    @Test
    void where_the_disk_lost_acknowledged_bytes_it_says_so_and_goes_on() throws IOException {
        discoverAndKill();
        for (Path segment : activeSegments(kafka)) {
            try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                channel.truncate(Math.max(0, channel.size() - 7));
            }
        }

        ArmwatchProcess second = run();
        awaitOutput(second, " bytes that are no whole record");
        azure.call("PATCH", batch, TEAM.formatted("new-team"));
        Awaitility.await("what is new, as a change or, where the known state is lost, as discovered")
                .atMost(PATIENCE)
                .pollInSameThread()
                .until(() -> read().stream()
                        .anyMatch(event ->
                                event.isOf(batch) && event.data().toString().contains("new-team")));
    }

    @Test
    void damaged_indexes_are_built_again() throws IOException {
        discoverAndKill();
        List<ReceivedEvent> before = armwatch.reader().told();
        try (Stream<Path> files = Files.walk(kafka)) {
            for (Path index : files.filter(file -> file.toString().matches(".*(index|snapshot)"))
                    .toList()) {
                Files.write(index, new byte[] {1, 2, 3, 4, 5, 6, 7});
            }
        }

        run();
        azure.call("PATCH", batch, TEAM.formatted("x"));
        Awaitility.await("the change").atMost(PATIENCE).pollInSameThread().until(() -> read().size() > before.size());
        assertThat(read()).hasSize(3).containsAll(before);
    }

    /** Kafka replaces such a file as a whole, so no crash damages it. */
    @Test
    void data_that_kafka_cannot_read_ends_armwatch_with_a_sentence() throws IOException {
        discoverAndKill();
        try (Stream<Path> files = Files.walk(kafka)) {
            for (Path file : files.filter(each -> each.endsWith("leader-epoch-checkpoint"))
                    .toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }

        ArmwatchProcess second = run();
        assertThat(second.awaitEnd(PATIENCE)).as(second.output()).isEqualTo(1);
        assertThat(second.output())
                .containsPattern("the embedded Kafka broker on .* does not start|The embedded Kafka broker has failed");
    }

    @Test
    void a_full_disk_ends_armwatch_with_a_sentence_and_space_lets_it_go_on() throws Exception {
        Files.createDirectories(kafka);
        assumeThat(sudo("mount", "-t", "tmpfs", "-o", "size=24m", "armwatch", kafka.toString()))
                .as("this user may mount a file system")
                .isZero();
        try {
            ArmwatchProcess first = run();
            armwatch.reader().await("resource.discovered", batch);
            Path filler = fill();
            azure.call("PATCH", batch, TEAM.formatted("x"));

            assertThat(first.awaitEnd(PATIENCE)).as(first.output()).isEqualTo(1);
            assertThat(first.output())
                    .contains(
                            "The embedded Kafka broker has failed (the disk is full), so armwatch ends. Its data stays in "
                                    + kafka);
            Files.delete(filler);
            run();
            Awaitility.await("the change")
                    .atMost(PATIENCE)
                    .pollInSameThread()
                    .until(() -> read().stream().anyMatch(event -> event.is("resource.changed", batch)));
            assertThat(read()).filteredOn(event -> event.isOf(batch)).hasSize(2);
        } finally {
            armwatch.close();
            sudo("umount", "-l", kafka.toString());
        }
    }

    private Path fill() throws IOException {
        Path filler = kafka.resolve("filler");
        try (FileChannel channel = FileChannel.open(filler, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (true) {
                channel.write(java.nio.ByteBuffer.wrap(new byte[4096]));
            }
        } catch (IOException full) {
            return filler;
        }
    }

    private static int sudo(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
