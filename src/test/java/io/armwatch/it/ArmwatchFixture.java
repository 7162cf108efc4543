package io.armwatch.it;

import io.armwatch.config.ConfigurationException;
import io.armwatch.config.SettingsReader;
import io.armwatch.kafka.EmbeddedBroker;
import io.armwatch.kafka.KafkaTopics.UnusableTopicException;
import io.armwatch.service.Folders;
import io.armwatch.service.Service;
import io.armwatch.source.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** One armwatch under test: its settings, its topics, the service or the child process that runs, and who reads it. */
public final class ArmwatchFixture implements AutoCloseable {
    /** The sources that a test watches unless it asks for {@link #withAllSources}. */
    static final List<String> SOURCES = List.of("batch-account", "batch-certificate", "maps-keys", "apim-subscription");

    public static final Path ROUTES = Path.of("routes").toAbsolutePath();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2)); // other tests run beside this one
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
    }

    private final String name = "it-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    private final Path folder = TemporaryFolder.create(name);
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> file = new LinkedHashMap<>();
    private final String brokers;
    private final List<String> watched;
    private final List<String> excluded = new ArrayList<>();
    private final List<Runnable> running = new ArrayList<>();
    private Service.Extra extra = Service.Extra.NONE;
    private Path routes = ROUTES;
    private Optional<EventReader> reader = Optional.empty();
    private Optional<Admin> admin = Optional.empty();
    private Optional<Service> service = Optional.empty();

    public ArmwatchFixture(URI arm, List<String> watched) {
        this(arm, watched, SharedKafka.brokers());
    }

    public ArmwatchFixture(URI arm, List<String> watched, String brokers) {
        this.brokers = brokers;
        this.watched = watched;
        with("armwatch.azure.endpoint", arm.toString());
        with("armwatch.azure.credential", "none");
        with("armwatch.kafka.brokers", brokers);
        with("armwatch.application-id", name);
        with("armwatch.topics.prefix", name);
        with("armwatch.topics.partitions", "2");
        with("armwatch.missing.confirmations", "2");
        with("armwatch.http.port", Integer.toString(EmbeddedBroker.freePort()));
        with("armwatch.sources", String.join(",", SOURCES));
        Sources.scheduled().forEach(source -> with("armwatch.schedule." + source.name(), "* * * * * ?"));
    }

    /** With the broker in armwatch's own process; for child processes only. */
    public static ArmwatchFixture embedded(URI arm, List<String> watched, Path data) {
        String address = "127.0.0.1:" + EmbeddedBroker.freePort();
        return new ArmwatchFixture(arm, watched, address)
                .with("armwatch.kafka.brokers", "embedded:" + data)
                .with("armwatch.kafka.embedded.listen", address)
                .with("armwatch.topics.partitions", "1");
    }

    public ArmwatchFixture with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** Watches whatever a source exists for. */
    ArmwatchFixture withAllSources() {
        return with("armwatch.sources", "all");
    }

    /** Takes ids out of what is watched. */
    public ArmwatchFixture without(String... ids) {
        excluded.addAll(List.of(ids));
        return this;
    }

    /** Further settings of Camel, and who makes the threads that poll. */
    public ArmwatchFixture with(Service.Extra other) {
        extra = other;
        return this;
    }

    /** Settings that a child process finds in its file. */
    ArmwatchFixture withFile(Map<String, String> lines) {
        file.putAll(lines);
        return this;
    }

    /** Adds a file to {@code routes/outlets}, of a copy of the routes. */
    ArmwatchFixture withOutlet(String file, String yaml) {
        try {
            if (routes.equals(ROUTES)) {
                routes = folder.resolve("routes");
                copyRoutes();
            }
            Files.writeString(Files.createDirectories(routes.resolve("outlets")).resolve(file + ".camel.yaml"), yaml);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copyRoutes() throws IOException {
        try (Stream<Path> files = Files.walk(ROUTES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = routes.resolve(ROUTES.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    /** A folder for files of the test, which goes with the fixture. */
    Path folder() {
        return folder;
    }

    public String name() {
        return name;
    }

    public String brokers() {
        return brokers;
    }

    /** Starts the service in this JVM, with its settings in a file. */
    public Service start() {
        return start(build());
    }

    /** Returns when Kafka was reached; the first scans may not have begun. */
    public static Service start(Service service) {
        try {
            service.start();
            return service;
        } catch (UnusableTopicException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Builds the service; whoever calls this starts it. */
    public Service build() {
        Path config = folder.resolve("config");
        List<String> lines = new ArrayList<>(settings.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList());
        lines.add("camel.main.name=" + name); // else all services of this JVM share one Quartz scheduler
        try {
            writeWatched(config);
            Files.write(config.resolve("application.properties"), lines);
            Service built = Service.of(SettingsReader.read(config, Map.of()), new Folders(config, routes), extra);
            service = Optional.of(built);
            return built;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ConfigurationException e) {
            throw new IllegalStateException(String.join("\n", e.problems()), e);
        }
    }

    /** Stops the service that was started last. */
    public void stop() {
        service.ifPresent(Service::close);
        service = Optional.empty();
    }

    /** Deletes what child processes keep on disk, as where their machine is lost. */
    public void loseLocalState() {
        TemporaryFolder.delete(folder.resolve("kafka-streams"));
    }

    /** Starts {@code armwatch run} in a JVM of its own, with its settings in the environment. */
    public ArmwatchProcess spawn(ArmwatchProcess.Options options) {
        return spawn("run", options);
    }

    /** Starts a command of armwatch whose output is read as it comes. */
    Process pipe(String... command) {
        try {
            Process process = ArmwatchProcess.command(childConfig(), settings, List.of(command))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            running.add(process::destroyForcibly);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command of armwatch to its end. */
    CommandResult run(String... command) {
        try {
            return CommandResult.of(ArmwatchProcess.command(childConfig(), settings, List.of(command))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a command of armwatch likewise. */
    public ArmwatchProcess spawn(String command, ArmwatchProcess.Options options) {
        try {
            Path config = childConfig();
            ArmwatchProcess child =
                    ArmwatchProcess.start(folder, new Folders(config, routes), settings, command, options);
            running.add(child::close);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path childConfig() throws IOException {
        Path config = folder.resolve("child");
        writeWatched(config);
        Files.write(
                config.resolve("application.properties"),
                file.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toList());
        return config;
    }

    /** Changes the watch list of the service that runs. */
    public void rewatch(List<String> scopes) {
        try {
            writeWatched(folder.resolve("config"), scopes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder with a watch list, as Kubernetes mounts a ConfigMap. */
    Path configMap(String yaml) throws IOException {
        Path mount = Files.createDirectories(folder.resolve("mount"));
        Files.writeString(Files.createDirectory(mount.resolve("..first")).resolve("watch.yaml"), yaml);
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..first"));
        Files.createSymbolicLink(mount.resolve("watch.yaml"), Path.of("..data", "watch.yaml"));
        return mount;
    }

    private void writeWatched(Path config) throws IOException {
        writeWatched(config, watched);
    }

    private void writeWatched(Path config, List<String> scopes) throws IOException {
        Files.createDirectories(config);
        List<String> yaml = new ArrayList<>(List.of("watch:"));
        scopes.forEach(id -> yaml.add("  - " + id));
        if (!excluded.isEmpty()) {
            yaml.add("exclude:");
            excluded.forEach(id -> yaml.add("  - " + id));
        }
        Files.write(config.resolve("watch.yaml"), yaml);
    }

    public EventReader reader() {
        if (reader.isEmpty()) {
            reader = Optional.of(new EventReader(brokers, name));
        }
        return reader.get();
    }

    public Admin admin() {
        if (admin.isEmpty()) {
            admin = Optional.of(Admin.create(Map.of("bootstrap.servers", brokers)));
        }
        return admin.get();
    }

    /**
     * All events but those of scans, once armwatch is up to date: it has polled each resource at least once since, all that
     * it sent was processed, and all results were read.
     */
    public List<ReceivedEvent> settled(SimulatedAzure azure) {
        azure.awaitAsked(watched, 2);
        return withoutScans(processedEvents());
    }

    private static List<ReceivedEvent> withoutScans(List<ReceivedEvent> told) {
        return told.stream().filter(each -> !each.isScan()).toList();
    }

    /** Waits for the end of a scan that begins from now on. */
    public ReceivedEvent scanned(String source, String scope) {
        Instant from = Instant.now();
        return reader().await(
                        "a scan of " + source + " in " + scope,
                        each -> each.isScan(source, scope)
                                && !Instant.parse(each.data("startedAt")).isBefore(from));
    }

    /** The events of resources and lists after two scans that begin from now on. */
    public List<ReceivedEvent> news(String source, String scope) {
        scanned(source, scope);
        scanned(source, scope);
        return withoutScans(processedEvents());
    }

    /** All events once the observations sent so far are processed. */
    public List<ReceivedEvent> processedEvents() {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        int partitions = Integer.parseInt(settings.getOrDefault("armwatch.topics.partitions", "2"));
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(name + ".observations", partition), OffsetSpec.latest());
        }
        var ends = get(admin().listOffsets(latest).all());
        Awaitility.await("the processing of all observations").until(() -> {
            var committed = get(admin().listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata());
            return ends.entrySet().stream()
                    .allMatch(end -> end.getValue().offset() == 0
                            || (committed.get(end.getKey()) != null
                                    && committed.get(end.getKey()).offset()
                                            >= end.getValue().offset()));
        });
        return reader().readToEnd(admin());
    }

    /** The status of a page of the management port; 0 where nobody answers. */
    public int status(String path) {
        try {
            return page(path).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** What a page of the management port says; empty where nobody answers. */
    public Optional<String> text(String path) {
        try {
            return Optional.of(page(path).body());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The value of a metric with these labels; 0 where it is not there. */
    public double metric(String nameAndLabels) throws IOException {
        return page("/observe/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(nameAndLabels + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(nameAndLabels.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** The address of the management port. */
    public URI managementUri() {
        return URI.create("http://127.0.0.1:" + settings.get("armwatch.http.port"));
    }

    private HttpResponse<String> page(String path) throws IOException {
        URI page = URI.create(managementUri() + path);
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
        running.forEach(Runnable::run);
        reader.ifPresent(EventReader::close);
        admin.ifPresent(each -> each.close(Duration.ZERO));
        TemporaryFolder.delete(folder);
    }
}
