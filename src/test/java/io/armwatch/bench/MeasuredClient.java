package io.armwatch.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.kafka.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What is measured, just started: with an empty state, topics of its own, and nothing seen yet.
 *
 * @param name the prefix of its topics, or its topic
 * @param workload what it polls
 */
record MeasuredClient(String name, ChildProcess running, EventTap tap, Workload workload) implements AutoCloseable {
    static final String EVERY_SECOND = "* * * * * ?";

    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final EventTap.Wire EVENTS = new EventTap.Wire(MeasuredClient::isScan, MeasuredClient::observedAt);
    private static final EventTap.Wire BODIES = new EventTap.Wire(record -> false, MeasuredClient::askedAt);

    /** armwatch as users run it: its start script, the jar, the routes; every source by the same schedule. */
    static MeasuredClient armwatch(BenchEnvironment stage, Workload workload, String cron, String javaOptions) {
        return armwatch(stage, workload, cron, javaOptions, List.of());
    }

    /** The same with further settings. */
    static MeasuredClient armwatch(
            BenchEnvironment stage, Workload workload, String cron, String javaOptions, List<String> further) {
        String name = stage.nextName();
        Path config = stage.folder(name);
        List<String> settings = Stream.concat(settings(stage, name, cron).stream(), further.stream())
                .toList();
        write(config.resolve("application.properties"), settings);
        write(config.resolve("watch.yaml"), watch(workload));
        copy(HOME.resolve("config/log4j2.properties"), config.resolve("log4j2.properties"));
        ChildProcess running = ChildProcess.command(
                config,
                List.of(HOME.resolve("armwatch").toString(), "run", "--config", config.toString()),
                Map.of("ARMWATCH_JAVA_OPTS", ("-Djava.io.tmpdir=" + config + " " + javaOptions).strip()));
        Set<String> topics = Stream.of(
                        "key-rotations", "certificate-failures", "subscription-states", "resource-changes", "polling")
                .map(topic -> name + "." + topic)
                .collect(Collectors.toUnmodifiableSet());
        return new MeasuredClient(name, running, new EventTap(stage.brokers(), topics, EVENTS), workload);
    }

    private static List<String> settings(BenchEnvironment stage, String name, String cron) {
        Stream<String> plain = Stream.of(
                "armwatch.azure.endpoint=" + stage.arm().endpoint(),
                "armwatch.azure.credential=none",
                "armwatch.budget.share=1.0",
                "armwatch.watch.file=" + stage.folder(name).resolve("watch.yaml"),
                "armwatch.kafka.brokers=" + stage.brokers(),
                "armwatch.application-id=" + name,
                "armwatch.topics.prefix=" + name,
                "armwatch.http.port=" + EmbeddedBroker.freePort());
        Stream<String> schedules = Stream.of("batch-account", "batch-certificate", "maps-keys", "apim-subscription")
                .map(source -> "armwatch.schedule." + source + "=" + cron);
        return Stream.concat(plain, schedules).toList();
    }

    private static List<String> watch(Workload workload) {
        return Stream.concat(Stream.of("watch:"), workload.scopes().stream().map(scope -> "  - " + scope))
                .toList();
    }

    /** The bare loop, which polls one by one; 0 seconds: without a pause. */
    static MeasuredClient bare(BenchEnvironment stage, int everySeconds) {
        String topic = stage.nextName();
        createTopic(stage, topic);
        Path ids = stage.file("bare-ids", stage.oneByOne().ids().stream());
        ChildProcess running = ChildProcess.java(
                stage.folder(topic),
                BareLoop.FLAGS,
                BareLoop.class,
                List.of(
                        stage.arm().endpoint(),
                        stage.brokers(),
                        topic,
                        ids.toString(),
                        Integer.toString(everySeconds)));
        return new MeasuredClient(
                topic, running, new EventTap(stage.brokers(), Set.of(topic), BODIES), stage.oneByOne());
    }

    private static void createTopic(BenchEnvironment stage, String topic) {
        try (Admin admin = stage.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(12), Optional.empty())))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isScan(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), UTF_8).contains("\"io.armwatch.scan.completed.v1\"");
    }

    private static long observedAt(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Instant.parse(MAPPER.readTree(record.value())
                            .path("data")
                            .path("observedAt")
                            .asText())
                    .toEpochMilli();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long askedAt(ConsumerRecord<byte[], byte[]> record) {
        return Long.parseLong(
                new String(record.headers().lastHeader(BareLoopThread.ASKED_AT).value(), UTF_8));
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        running.close();
        tap.close();
    }
}
