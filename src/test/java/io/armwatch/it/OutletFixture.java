package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** An armwatch with outlets, and events for them that no poll has found. */
final class OutletFixture implements AutoCloseable {
    /** Fast retries, so that tests are fast. */
    static final String FAST = "backoff=20&maxBackoff=100";

    private final TestResources resources = new TestResources();
    private final String maps = resources.maps("maps1");
    private final SimulatedAzure azure = SimulatedAzure.with(resources);
    private final ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), resources.watched());
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", armwatch.brokers(), "linger.ms", 5),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private int written;

    ArmwatchFixture armwatch() {
        return armwatch;
    }

    SimulatedAzure azure() {
        return azure;
    }

    /** The id of a resource that is watched. */
    String maps() {
        return maps;
    }

    /** Switches on a webhook; the names and values are the template's further parameters. */
    OutletFixture webhook(String name, String url, String... more) {
        return outlet("outlet-webhook", name, parameters(Map.of("url", url, "options", FAST), more));
    }

    OutletFixture outlet(String template, String name, Map<String, String> parameters) {
        StringBuilder yaml = new StringBuilder("- templatedRoute:\n    routeId: outlet-" + name
                + "\n    routeTemplateRef: " + template + "\n    parameters:\n");
        yaml.append("      - name: name\n        value: ").append(name).append('\n');
        parameters.forEach((key, value) ->
                yaml.append("      - name: " + key + "\n        value: \"" + value.replace("\"", "\\\"") + "\"\n"));
        armwatch.withOutlet(name, yaml.toString());
        return this;
    }

    static Map<String, String> parameters(Map<String, String> some, String... more) {
        Map<String, String> all = new LinkedHashMap<>(some);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    OutletFixture start() {
        armwatch.start();
        return this;
    }

    /** Writes so many events of so many resources in turn, and returns their ids. */
    List<String> write(int count, int keys) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(write("/subscriptions/s/resource" + i % keys));
        }
        producer.flush();
        return ids;
    }

    /** Writes an event and returns its id. */
    String write(String key) {
        String id = String.format("%s-%06d", armwatch.name(), ++written);
        String event = "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"" + key
                + "\",\"type\":\"io.armwatch.key.rotated.v1\",\"subject\":\"primary\",\"partitionkey\":\"" + key
                + "\",\"time\":\"2026-01-02T03:04:00Z\",\"datacontenttype\":\"application/json\",\"data\":{\"n\":"
                + written
                + ",\"text\":\"größer\"}}";
        var headers = new RecordHeaders().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
        var unused = producer.send(new ProducerRecord<>(
                topic("key-rotations"), null, key.getBytes(UTF_8), event.getBytes(UTF_8), headers));
        return id;
    }

    /** Writes a record, and waits until Kafka has it. */
    void write(String topic, String value) {
        try {
            producer.send(new ProducerRecord<>(topic(topic), "key".getBytes(UTF_8), value.getBytes(UTF_8)))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    String topic(String name) {
        return armwatch.name() + "." + name;
    }

    /** Waits until a topic of a cluster has so many records, and returns them. */
    static List<ConsumerRecord<byte[], byte[]>> records(String brokers, String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "auto.offset.reset", "earliest", "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            Awaitility.await(count + " records in " + topic).pollInSameThread().until(() -> {
                if (consumer.assignment().isEmpty()) {
                    consumer.assign(consumer.partitionsFor(topic).stream()
                            .map(each -> new TopicPartition(topic, each.partition()))
                            .toList());
                }
                consumer.poll(java.time.Duration.ofMillis(100)).forEach(found::add);
                return found.size() >= count;
            });
        }
        return found;
    }

    /** The value of a metric of an outlet, without its prefix {@code armwatch_outlet_}. */
    double metric(String name, String labels) {
        try {
            return armwatch.metric("armwatch_outlet_" + name + "{" + labels + "}");
        } catch (java.io.IOException away) {
            return 0;
        }
    }

    @Override
    public void close() {
        producer.close();
        armwatch.close();
        azure.close();
    }
}
