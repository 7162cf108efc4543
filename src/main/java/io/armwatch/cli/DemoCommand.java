package io.armwatch.cli;

import io.armwatch.config.Settings;
import io.armwatch.config.SettingsReader;
import io.armwatch.kafka.EmbeddedBroker;
import io.armwatch.service.Folders;
import io.armwatch.service.Service;
import io.armwatch.service.Service.Extra;
import io.armwatch.simulator.Simulator;
import io.armwatch.simulator.estate.SimulatorOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code armwatch demo}: Kafka, the simulator and armwatch in one process, with nothing left behind. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows armwatch at work without Azure or Kafka: starts a Kafka broker, a simulator of Azure "
                    + "Resource Manager that changes its resources, and armwatch, and prints the events that a "
                    + "consumer reads.",
            "Leaves nothing behind, unless --data names a folder."
        },
        footer = {"", "Exit codes: 0 ended, 1 a part could not be started, 2 invalid options."})
public final class DemoCommand implements Callable<Integer> {
    private static final Duration PLAY_EVERY = Duration.ofSeconds(2);

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(names = "--seconds", paramLabel = "N", description = "End after N seconds. Without it, end on Ctrl-C.")
    private @Nullable Integer seconds;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Keep Kafka's data in this folder, and continue from it the next time.")
    private @Nullable Path data;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    @Override
    public Integer call() throws Exception {
        Shutdown.onSignal(this::close);
        if (System.getenv("ARMWATCH_LOG_LEVEL") == null) {
            Configurator.setLevel("io.armwatch", Level.WARN);
        }
        try {
            show();
            return 0;
        } finally {
            close();
        }
    }

    private void show() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        print(out, "Starting a Kafka broker, a simulator of Azure Resource Manager, and armwatch ...");
        TemporaryFolder temporary = keep(TemporaryFolder.create());
        EmbeddedBroker broker = keep(EmbeddedBroker.start(data == null ? temporary.folder("kafka") : data));
        Simulator simulator = keep(Simulator.start(SimulatorOptions.builder()
                .sources(WatchedSources.names())
                .playEvery(PLAY_EVERY)
                .build()));
        Map<String, String> overrides = settings(broker, simulator);
        Settings settings = SettingsReader.read(config(temporary, simulator), overrides);
        Service service = keep(Service.of(
                settings,
                new Folders(temporary.folder("config"), options.folders().routes()),
                new Extra(overrides, true)));
        service.start();
        EventFollower follower = keep(EventFollower.of(
                        settings.kafka(), data == null ? new EventFollower.Beginning() : new EventFollower.Now())
                .orElseThrow(() -> new IllegalStateException("the event topics do not exist")));
        greet(out, settings);
        endAfter(follower);
        follower.follow(EventFilter.CHANGES.before(EventPrinter.lines(out, follower::stop)));
    }

    /** Writes a watch list with every Azure subscription of the simulator. */
    private static Path config(TemporaryFolder temporary, Simulator simulator) throws IOException {
        StringBuilder watch = new StringBuilder("watch:\n");
        simulator.pollableIds().stream()
                .map(id -> "  - " + String.join("/", List.of(id.split("/")).subList(0, 3)) + "/\n")
                .distinct()
                .forEach(watch::append);
        Path config = temporary.folder("config");
        Files.writeString(config.resolve("watch.yaml"), watch);
        return config;
    }

    /** Polls every two seconds; otherwise the defaults. */
    private static Map<String, String> settings(EmbeddedBroker broker, Simulator simulator) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("armwatch.azure.endpoint", simulator.uri().toString());
        settings.put("armwatch.azure.credential", "none");
        settings.put("armwatch.kafka.brokers", broker.brokers());
        settings.put("armwatch.topics.partitions", "1");
        settings.put("armwatch.signals", "true");
        settings.put("camel.main.routes-exclude-pattern", "**/outlets/*");
        settings.put("armwatch.http.port", Integer.toString(EmbeddedBroker.freePort()));
        settings.putAll(WatchedSources.schedules("0/2 * * * * ?"));
        return settings;
    }

    private static void greet(PrintWriter out, Settings settings) {
        print(
                out,
                "  Kafka             " + settings.kafka().brokers() + ", topics "
                        + settings.kafka().topicsPrefix() + ".*");
        print(
                out,
                "  Resource Manager  " + settings.azure().endpoint() + ", changing something every "
                        + PLAY_EVERY.toSeconds() + " s");
        print(
                out,
                "  status page       http://" + settings.management().host() + ":"
                        + settings.management().port() + "/ (health, metrics: /observe/health, /observe/metrics)");
        print(out, "Press Ctrl-C to end. Each line is an event, as a consumer reads it from Kafka:");
        print(out, "");
    }

    private void endAfter(EventFollower follower) {
        if (seconds != null) {
            ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
            keep(timer::shutdownNow);
            var unused = timer.schedule(follower::stop, seconds, TimeUnit.SECONDS);
        }
    }

    private static void print(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }

    private synchronized <T extends AutoCloseable> T keep(T started) {
        running.push(started);
        return started;
    }

    /** Stops everything in reverse order of its start. */
    private synchronized void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                spec.commandLine().getErr().println("demo: a part could not be stopped: " + e.getMessage());
            }
        }
    }
}
