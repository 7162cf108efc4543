package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** An armwatch whose schedules are never due, and who writes signals to it. What it polls after its start, it polls because of signals. */
final class SignalsFixture implements AutoCloseable {
    static final String NEVER = "0 0 0 1 1 ? 2090";

    private final ArmwatchFixture armwatch;
    private final KafkaProducer<byte[], byte[]> producer;

    SignalsFixture(SimulatedAzure azure, List<String> watched) {
        this.armwatch = new ArmwatchFixture(azure.uri(), watched).with("armwatch.signals", "true");
        ArmwatchFixture.SOURCES.forEach(source -> armwatch.with("armwatch.schedule." + source, NEVER));
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", armwatch.brokers(), "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    ArmwatchFixture armwatch() {
        return armwatch;
    }

    /** Starts, and waits for the events of the first scan and for signals to be read. */
    SignalsFixture start(List<String> discovered) {
        armwatch.start();
        discovered.forEach(id -> armwatch.reader().await("resource.discovered", id));
        awaitIdle();
        return this;
    }

    /** Waits until it is ready. */
    void awaitRestored() {
        Awaitility.await("readiness").until(() -> armwatch.status("/observe/health/ready") == 200);
        Awaitility.await("which sources are paused")
                .until(() -> armwatch.metric("armwatch_subscriptions_held") > 0
                        && armwatch.text("/observe/health/ready?data=true")
                                .filter(text -> !text.contains("Signals cannot be read"))
                                .isPresent());
    }

    /** Waits until everything was scanned that is scanned at a start. */
    void awaitIdle() {
        Awaitility.await("the scans at the start")
                .until(() -> ArmwatchFixture.SOURCES.stream().allMatch(this::wasScanned));
    }

    private boolean wasScanned(String source) {
        try {
            return armwatch.metric("armwatch_scans_seconds_count{source=\"" + source + "\"}") > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Writes a record, and waits until Kafka has it. */
    void write(String value) {
        try {
            producer.send(record(value)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a record without waiting. */
    void writeSoon(String value) {
        var unused = producer.send(record(value));
    }

    void flush() {
        producer.flush();
    }

    private ProducerRecord<byte[], byte[]> record(String value) {
        return new ProducerRecord<>(armwatch.name() + ".signals", value.getBytes(UTF_8));
    }

    void poll(String id) {
        write("{\"poll\":\"" + id + "\"}");
    }

    /** How many signals of a kind came to this, in the process that runs in this JVM. */
    double count(String kind, String outcome) {
        try {
            return armwatch.metric("armwatch_signals_total{kind=\"" + kind + "\",outcome=\"" + outcome + "\"}");
        } catch (IOException away) {
            return 0;
        }
    }

    void awaitCount(String kind, String outcome, double count) {
        Awaitility.await(count + " signals of kind " + kind + " with outcome " + outcome)
                .until(() -> count(kind, outcome) == count);
    }

    @Override
    public void close() {
        producer.close();
        armwatch.close();
    }
}
