package io.armwatch.detection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.azure.AzureCloud;
import io.armwatch.azure.Exclusions;
import io.armwatch.change.Failure;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Observation.Unwatched;
import io.armwatch.change.Reason;
import io.armwatch.change.StateCompression;
import io.armwatch.change.Target;
import io.armwatch.change.TimePolicy;
import io.armwatch.config.Settings;
import io.armwatch.event.Samples;
import io.armwatch.event.Topic;
import io.armwatch.kafka.ChangelogTopic;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.PolledResource;
import io.armwatch.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The real topology of change detection, with its input and output topics. */
final class TopologyFixture implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    static final int LARGEST_RECORD = 100_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DetectionMetrics metrics = new DetectionMetrics(meters, Clock.systemUTC());
    private final LocalStateVersions versions = new LocalStateVersions();
    private final Settings settings;
    private final TopologyTestDriver driver;
    private final TestInputTopic<@Nullable String, byte @Nullable []> observations;
    private Instant now;

    TopologyFixture(boolean binary, int confirmations) {
        this(binary, confirmations, TimePolicy.DEFAULT, START);
    }

    TopologyFixture(boolean binary, int confirmations, TimePolicy policy, Instant start) {
        this(settings(confirmations, policy, kafka(binary, Optional.empty())), start);
    }

    private TopologyFixture(Settings settings, Instant start) {
        this(settings, start, Tracing.OFF);
    }

    private TopologyFixture(Settings settings, Instant start, Tracing tracing) {
        this.settings = settings;
        this.now = start;
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
        this.driver = new TopologyTestDriver(
                DetectionTopology.of(settings, versions, () -> LARGEST_RECORD, new DetectionReports(metrics, tracing)),
                config,
                start);
        this.observations = driver.createInputTopic(
                Topic.OBSERVATIONS.name("azure"), new StringSerializer(), new ByteArraySerializer());
    }

    static TopologyFixture structured() {
        return new TopologyFixture(false, 1);
    }

    /** Another process, at this time, that restores this one's states from their changelog. */
    TopologyFixture restarted(TimePolicy policy, Instant start) {
        TopologyFixture next = new TopologyFixture(false, settings.watch().confirmations(), policy, start);
        PartitionStates states = next.versions.partition(0).orElseThrow();
        try (var all =
                driver.<String, byte[]>getKeyValueStore(ChangelogTopic.STORE).all()) {
            all.forEachRemaining(entry -> states.put(entry.key, entry.value));
        }
        next.events();
        return next;
    }

    /** Another process, at this time, that knows nothing of what this one knows. */
    TopologyFixture afterLoss(Instant start) {
        return new TopologyFixture(settings, start);
    }

    /** Change detection that makes traces. */
    static TopologyFixture traced(Tracing tracing, boolean binary) {
        return new TopologyFixture(settings(1, TimePolicy.DEFAULT, kafka(binary, Optional.empty())), START, tracing);
    }

    /** The events name schemas that the user publishes. */
    static TopologyFixture withSchemas(boolean binary, URI schemas) {
        return new TopologyFixture(settings(1, TimePolicy.DEFAULT, kafka(binary, Optional.of(schemas))), START);
    }

    private static Settings.Kafka kafka(boolean binary, Optional<URI> schemas) {
        return new Settings.Kafka(
                "nowhere:9092", Map.of(), true, "bench", "azure", 1, Settings.Kafka.RETENTION, binary, schemas);
    }

    private static Settings settings(int confirmations, TimePolicy policy, Settings.Kafka kafka) {
        return new Settings(
                new Settings.Azure(AzureCloud.PUBLIC, AzureCloud.PUBLIC.endpoint(), false, 1, Duration.ofSeconds(1), 1),
                new Settings.Watch(
                        List.of(),
                        Map.of(),
                        false,
                        confirmations,
                        Fingerprints.sha256(),
                        Map.of(),
                        policy,
                        Exclusions.NONE),
                kafka,
                new Settings.Management("127.0.0.1", 0));
    }

    /** One record of a topic as a consumer gets it. */
    record OutputRecord(
            String topic,
            String key,
            Map<String, String> headers,
            @Nullable String value) {
        JsonNode json() {
            try {
                return JSON.readTree(requireNonNull(value));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The short name of the event's type. */
        String type() {
            return json().get("type").textValue().replaceAll("io\\.armwatch\\.|\\.v1", "");
        }
    }

    TopologyFixture send(@Nullable String key, byte @Nullable [] value, Headers headers) {
        observations.pipeInput(new TestRecord<>(key, value, headers, now));
        now = now.plusSeconds(60);
        driver.advanceWallClockTime(Duration.ofSeconds(60));
        return this;
    }

    TopologyFixture send(Observation observation) {
        return send(observation.target().key(), Json.write(observation), new RecordHeaders());
    }

    /** Makes a resource known as this answer shows it, and drops the events of that. */
    void knows(PolledResource resource, JsonNode body) throws InvalidAnswerException {
        send(seen(resource, body));
        events();
        states();
    }

    static Target target(PolledResource resource) {
        return new Target(
                resource.source().name(), resource.id(), resource.source().keySuffix());
    }

    Seen seen(PolledResource resource, JsonNode body) throws InvalidAnswerException {
        Target target = target(resource);
        return new Seen(target, revision(target), now, resource.state(body), Optional.empty(), 0);
    }

    Absent absent(PolledResource resource) {
        return new Absent(target(resource), revision(target(resource)), now, failure(Reason.MISSING), false);
    }

    Failed failed(PolledResource resource, Reason reason) {
        return new Failed(target(resource), revision(target(resource)), now, failure(reason));
    }

    private static Failure failure(Reason reason) {
        return new Failure(reason, Optional.of(404), Optional.of("Code"), Optional.of("words"), 1, Optional.empty());
    }

    Unwatched unwatched(PolledResource resource) {
        return new Unwatched(target(resource), revision(target(resource)), now);
    }

    Instant now() {
        return now;
    }

    /** Time passes while nothing is observed. */
    TopologyFixture advance(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
        return this;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    private long revision(Target target) {
        return known(target.key()).map(KnownState::revision).orElse(0L);
    }

    Optional<KnownState> known(String key) {
        byte[] stored =
                driver.<String, byte[]>getKeyValueStore(ChangelogTopic.STORE).get(key);
        try {
            return stored == null
                    ? Optional.empty()
                    : Optional.of(Json.read(StateCompression.unpack(stored), KnownState.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A topology that starts with this one's store. */
    PartitionStates restored() {
        return PartitionStates.of(driver.getKeyValueStore(ChangelogTopic.STORE));
    }

    void store(String key, String value) {
        versions.partition(0).orElseThrow().put(key, value.getBytes(UTF_8));
    }

    /** All events since the last call, topic by topic. */
    List<OutputRecord> events() {
        List<OutputRecord> events = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            if (topic.holdsEvents()) {
                events.addAll(drain(topic));
            }
        }
        events.stream()
                .filter(event ->
                        String.valueOf(event.headers().get("content-type")).startsWith("application/cloudevents"))
                .forEach(event -> Samples.append(event.json()));
        return events;
    }

    /** All records of the known states since the last call. */
    List<OutputRecord> states() {
        return drain(Topic.KNOWN_STATES);
    }

    /** The dead letters since the last call. */
    List<OutputRecord> deadLetters() {
        return drain(Topic.DEAD_LETTERS);
    }

    private List<OutputRecord> drain(Topic topic) {
        String name = topic.name("azure");
        return driver
                .createOutputTopic(name, new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .map(told -> new OutputRecord(name, told.key(), headers(told), text(told.value())))
                .toList();
    }

    private static @Nullable String text(byte @Nullable [] value) {
        return value == null ? null : new String(value, UTF_8);
    }

    private static Map<String, String> headers(TestRecord<String, byte[]> told) {
        Map<String, String> headers = new TreeMap<>();
        told.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }

    /** What is known, as whoever polls sees it. */
    KnownStates states(int partitions) {
        return new KnownStates(partitions, versions);
    }

    double count(String outcome) {
        return meters.counter("armwatch.observations", "outcome", outcome).count();
    }

    @Override
    public void close() {
        driver.close();
    }
}
