package io.armwatch.detection;

import io.armwatch.change.ChangeDetection;
import io.armwatch.config.Settings;
import io.armwatch.event.Events;
import io.armwatch.event.Topic;
import io.armwatch.kafka.ChangelogTopic;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.CloudEventSerializer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** Change detection as a Kafka Streams topology: observations in, events and public states out, with the known states in a store. */
public final class DetectionTopology {
    static final String EVENTS = "events";
    static final String STATES = "states";
    static final String DEAD_LETTERS = "dead-letters";
    private static final String OBSERVATIONS = "observations";
    private static final String PROCESSOR = "change-detection";

    private DetectionTopology() {}

    /**
     * Builds the topology.
     *
     * @param largestRecord Kafka's current size limit for one record, in bytes
     */
    static Topology of(
            Settings settings, LocalStateVersions versions, IntSupplier largestRecord, DetectionReports reports) {
        String prefix = settings.kafka().topicsPrefix();
        ChangeDetection detection = new ChangeDetection(
                settings.watch().confirmations(),
                settings.watch().time(),
                settings.watch().reporting());
        var store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(ChangelogTopic.STORE), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(ChangelogTopic.BOUNDS);
        return new Topology()
                .addSource(
                        OBSERVATIONS,
                        new StringDeserializer(),
                        new ByteArrayDeserializer(),
                        Topic.OBSERVATIONS.name(prefix))
                .addProcessor(
                        PROCESSOR,
                        () -> new ObservationProcessor(detection, versions, largestRecord, reports),
                        OBSERVATIONS)
                .addStateStore(store, PROCESSOR)
                .addSink(
                        EVENTS,
                        (key, event, context) -> Events.topic(event).name(prefix),
                        new StringSerializer(),
                        eventSerializer(settings.kafka()),
                        PROCESSOR)
                .addSink(
                        STATES,
                        Topic.KNOWN_STATES.name(prefix),
                        new StringSerializer(),
                        new ByteArraySerializer(),
                        PROCESSOR)
                .addSink(
                        DEAD_LETTERS,
                        Topic.DEAD_LETTERS.name(prefix),
                        new StringSerializer(),
                        new ByteArraySerializer(),
                        PROCESSOR);
    }

    /** The serializer of the CloudEvents SDK, in either content mode of the Kafka protocol binding. */
    static Serializer<CloudEvent> eventSerializer(Settings.Kafka settings) {
        boolean binary = settings.binary();
        Map<String, Object> config = new HashMap<>();
        config.put(CloudEventSerializer.ENCODING_CONFIG, binary ? Encoding.BINARY : Encoding.STRUCTURED);
        if (!binary) {
            config.put(CloudEventSerializer.EVENT_FORMAT_CONFIG, JsonFormat.CONTENT_TYPE);
        }
        CloudEventSerializer serializer = new CloudEventSerializer();
        serializer.configure(config, false);
        return new PublishedSchemas(serializer, settings.schemas());
    }
}
