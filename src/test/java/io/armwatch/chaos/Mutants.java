package io.armwatch.chaos;

import io.armwatch.chaos.Mutant.Patch;
import java.util.List;

/** What exactly-once stands on, broken one piece at a time. */
final class Mutants {
    private static final String CLIENTS = "kafka/KafkaClients.java";
    private static final String IF_EXACTLY_ONCE = "if (kafka.exactlyOnce()) {";

    static final Mutant NO_COMPARE_AND_SET = new Mutant(
            "no compare-and-set",
            List.of(new Patch(
                    "change/ChangeDetection.java",
                    "if (before.revision() != observation.basedOn()) {",
                    "if (before.revision() < 0) {")));

    static final Mutant AT_LEAST_ONCE =
            new Mutant("at-least-once", List.of(atLeastOnce(), new Patch(CLIENTS, IF_EXACTLY_ONCE, "if (false) {")));

    static final Mutant NOT_IDEMPOTENT = new Mutant(
            "at-least-once, by a producer that is not idempotent",
            List.of(
                    atLeastOnce(),
                    new Patch(
                            CLIENTS,
                            IF_EXACTLY_ONCE,
                            "config.put(StreamsConfig.producerPrefix(\"enable.idempotence\"), false); if (false) {")));

    static final Mutant THROWN = new Mutant(
            "what cannot be read is thrown rather than passed over",
            List.of(new Patch(
                    "detection/ObservationProcessor.java",
                    "count(\"unreadable\");",
                    "throw new IllegalStateException(why);")));

    static final Mutant NO_TRANSACTION_TIMEOUT = new Mutant(
            "no transaction timeout",
            List.of(new Patch(
                    CLIENTS,
                    "ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000",
                    "ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 900_000")));

    /** The events go by a producer of their own, at once. */
    static final Mutant COMMITTED_APART = new Mutant(
            "state and event committed apart",
            List.of(new Patch(
                    "detection/ObservationProcessor.java",
                    "forward(target.id().key(), Optional.of(traces.traced(event)), DetectionTopology.EVENTS);",
                    """
                            java.util.Map<String, Object> config = new java.util.HashMap<>();
                            config.put("bootstrap.servers", context().appConfigs().get("bootstrap.servers"));
                            config.put("cloudevents.serializer.encoding", io.cloudevents.core.message.Encoding.STRUCTURED);
                            config.put("cloudevents.serializer.event_format", io.cloudevents.jackson.JsonFormat.CONTENT_TYPE);
                            var serializer = new io.cloudevents.kafka.CloudEventSerializer();
                            serializer.configure(config, false);
                            try (var producer = new org.apache.kafka.clients.producer.KafkaProducer<String, CloudEvent>(
                                    config, new org.apache.kafka.common.serialization.StringSerializer(), serializer)) {
                                producer.send(new org.apache.kafka.clients.producer.ProducerRecord<>(
                                        Events.topic(event).name(context().applicationId()), target.id().key(), event));
                            }
                            """)));

    /** What is known of all that a scan asks for is read when it begins. */
    static final Mutant REVISION_READ_AT_THE_TICK = new Mutant(
            "revision read at the tick",
            List.of(
                    new Patch("poll/ScanScheduler.java", "run.startScans(start.scans().size());", """
                            run.startScans(start.scans().size());
                            start.requests().forEach(request -> cache.recall(request.target())
                                    .ifPresent(known -> io.armwatch.route.Poller.KNOWN_AT_TICK.put(request, known)));
                            """),
                    new Patch("route/Poller.java", "cache.recall(queued.request().target());", """
                            KNOWN_AT_TICK.containsKey(queued.request())
                                    ? Optional.of(KNOWN_AT_TICK.remove(queued.request()))
                                    : cache.recall(queued.request().target());
                            """),
                    new Patch("route/Poller.java", "    private final KnownStateCache cache;\n", """
                            private final KnownStateCache cache;
                            public static final java.util.Map<io.armwatch.poll.queue.ArmRequest, KnownSnapshot> KNOWN_AT_TICK =
                                    java.util.Collections.synchronizedMap(new java.util.IdentityHashMap<>());
                            """)));

    private Mutants() {}

    private static Patch atLeastOnce() {
        return new Patch(
                CLIENTS,
                "kafka.exactlyOnce() ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE",
                "StreamsConfig.AT_LEAST_ONCE");
    }
}
