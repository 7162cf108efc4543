package io.armwatch.signal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.change.Json;
import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import io.armwatch.kafka.KafkaClients;
import io.armwatch.signal.PausedSources.PauseRecord;
import io.armwatch.signal.PausedSources.PauseState;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes signals to Kafka. It connects with the first one. */
public final class SignalWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignalWriter.class);
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Settings.Kafka settings;
    private Optional<KafkaProducer<byte[], byte[]>> producer = Optional.empty();
    private boolean closed;

    public SignalWriter(Settings.Kafka settings) {
        this.settings = settings;
    }

    /** The name of the topic that it writes to. */
    public String topic() {
        return Topic.SIGNALS.name(settings.topicsPrefix());
    }

    /**
     * Writes a signal, and waits until Kafka has accepted it. A pause or resume is written to the topic of paused sources, too, so that it
     * counts even if no process of armwatch runs now.
     *
     * @throws KafkaException if Kafka is unavailable or denies it
     */
    public void write(Signal signal) {
        if (signal instanceof Signal.Pause pause) {
            await(send(pause.source(), new PauseRecord(true, Optional.empty())));
        } else if (signal instanceof Signal.Resume resume) {
            await(send(resume.source(), new PauseRecord(false, Optional.empty())));
        }
        await(send(topic(), signal.value().toLowerCase(Locale.ROOT), signal.json()));
    }

    /** Writes what is known of a source without waiting for Kafka; a failure is logged. */
    void writeSoon(String source, PauseState state) {
        try {
            var unused = send(source, new PauseRecord(state.paused(), Optional.of(state.at())));
        } catch (KafkaException e) {
            logUnwritten(source, e);
        }
    }

    private Future<RecordMetadata> send(String source, PauseRecord pause) {
        return send(Topic.PAUSED_SOURCES.name(settings.topicsPrefix()), source, Json.write(pause));
    }

    private Future<RecordMetadata> send(String topic, String key, byte[] value) {
        return producer().send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value), (sent, failure) -> {
            if (failure != null) {
                logUnwritten(key, failure);
            }
        });
    }

    private static void logUnwritten(String key, Exception failure) {
        LOG.warn("A signal about {} could not be written to Kafka: {}", key, failure.getMessage());
    }

    private synchronized KafkaProducer<byte[], byte[]> producer() {
        if (closed) {
            throw new KafkaException("armwatch stops");
        }
        if (producer.isEmpty()) {
            Map<String, Object> config = KafkaClients.common(settings);
            config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
            config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
            config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * TIMEOUT_MILLIS);
            config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
            config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * 1024 * 1024);
            producer = Optional.of(new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
        }
        return producer.get();
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            var unused = sent.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        producer.ifPresent(each -> each.close(Duration.ofSeconds(1)));
    }
}
