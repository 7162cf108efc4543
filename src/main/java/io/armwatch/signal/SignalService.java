package io.armwatch.signal;

import io.armwatch.config.Settings;
import io.armwatch.signal.PausedSources.Effect;
import io.armwatch.signal.PausedSources.PauseRecord;
import io.armwatch.signal.PausedSources.PauseState;
import io.armwatch.signal.SignalListener.Outcome;
import io.armwatch.signal.SignalRecord.Item;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads signals from Kafka on a thread of its own until it is closed, and passes them on. */
public final class SignalService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignalService.class);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);
    private static final Duration READ_LIMIT = Duration.ofSeconds(10);
    private static final long RETRY_SECONDS = 1;

    private final Settings.Kafka settings;
    private final PausedSources paused;
    private final SignalWriter writer;
    private final SignalListener listener;
    private final SignalMeters meters;
    private final UnreadableSignals unreadable = new UnreadableSignals(System::nanoTime);
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final CountDownLatch pausesRead = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable SignalConsumer> current = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "armwatch-signals");
    private volatile boolean failing;

    /** Reads nothing until {@link #start}. */
    public SignalService(
            Settings.Kafka settings,
            PausedSources paused,
            SignalWriter writer,
            SignalListener listener,
            MeterRegistry meters) {
        this.settings = settings;
        this.paused = paused;
        this.writer = writer;
        this.listener = listener;
        this.meters = new SignalMeters(meters, paused);
        thread.setDaemon(true);
    }

    /**
     * Reads once which sources are paused.
     *
     * @throws KafkaException if Kafka is unavailable or denies it
     */
    public static Map<String, Instant> readPauses(Settings.Kafka settings) {
        PausedSources paused = new PausedSources();
        try (SignalConsumer consumer = SignalConsumer.open(settings, new HashMap<>())) {
            long giveUp = System.nanoTime() + READ_LIMIT.toNanos();
            do {
                if (System.nanoTime() - giveUp >= 0) {
                    throw new TimeoutException("the topic of paused sources cannot be read to its end");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (!consumer.isSignal(record)) {
                        var unused = apply(record, paused);
                    }
                }
            } while (!consumer.hasReadPauses());
        }
        return paused.all();
    }

    /** Starts to read. The topics must exist. */
    public void start() {
        thread.start();
    }

    /**
     * Waits until it is known which sources are paused.
     *
     * @throws InterruptedException if it was closed while it waited
     */
    public void awaitPauses() throws InterruptedException {
        while (!pausesRead.await(100, TimeUnit.MILLISECONDS)) {
            if (closed.getCount() == 0) {
                throw new InterruptedException("closed while reading which sources are paused");
            }
        }
    }

    /** Whether it is known which sources are paused. */
    public boolean knowsPauses() {
        return pausesRead.getCount() == 0;
    }

    /** Replaces Kafka's client, whose timers do not go back with the wall clock. */
    public void renewClient() {
        SignalConsumer consumer = current.get();
        if (consumer != null) {
            consumer.wakeUp();
        }
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (SignalConsumer consumer = SignalConsumer.open(settings, positions)) {
                current.set(consumer);
                read(consumer);
            } catch (WakeupException renewed) {
                LOG.debug("Signals are read with another client", renewed);
            } catch (KafkaException e) {
                report(e);
                await();
            } catch (RuntimeException | Error e) {
                reportDefect(e);
                await();
            } finally {
                current.set(null);
            }
        }
    }

    private void report(KafkaException e) {
        if (!failing) {
            LOG.warn(
                    "Signals cannot be read from topic {} ({}: {}); armwatch tries again each second",
                    writer.topic(),
                    e.getClass().getSimpleName(),
                    e.getMessage());
        }
        failing = true;
    }

    private void reportDefect(Throwable e) {
        if (!failing) {
            LOG.error("Signals cannot be handled; armwatch tries again each second", e);
        }
        failing = true;
    }

    private void await() {
        try {
            var unused = closed.await(RETRY_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(SignalConsumer consumer) {
        Duration wait = Duration.ZERO;
        while (closed.getCount() > 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
                handle(record, consumer.isSignal(record));
            }
            if (pausesRead.getCount() > 0 && consumer.hasReadPauses()) {
                logPaused();
                pausesRead.countDown();
            }
            unreadable.logDue();
            wait = pausesRead.getCount() > 0 ? Duration.ofMillis(100) : shorter(listener.startDue());
            if (failing) {
                failing = false;
                LOG.info("Signals are read from topic {} again", writer.topic());
            }
        }
    }

    private static Duration shorter(Duration wait) {
        return wait.compareTo(LONGEST_POLL) < 0 ? wait : LONGEST_POLL;
    }

    /** A record that cannot be handled keeps no other from being handled. */
    private void handle(ConsumerRecord<byte[], byte[]> record, boolean isSignal) {
        try {
            if (isSignal) {
                handle(record);
            } else {
                handlePause(record);
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "The signal in topic {}, partition {}, offset {} cannot be handled, and is left out. This is a defect of"
                            + " armwatch: please report it",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e);
        }
    }

    private void handle(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        for (Item item : SignalRecord.read(value).items()) {
            meters.count(item.form(), handle(record, item));
        }
    }

    private Outcome handle(ConsumerRecord<byte[], byte[]> record, Item item) {
        if (item.problem().isPresent()) {
            unreadable.add(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    item.problem().get());
            return Outcome.UNREADABLE;
        }
        Signal signal = item.signal().orElse(null);
        if (signal instanceof Signal.Poll poll) {
            return listener.poll(poll);
        }
        if (signal instanceof Signal.Scan scan) {
            return listener.scan(scan);
        }
        if (signal instanceof Signal.Pause pause) {
            return handlePause(pause.source(), new PauseState(true, writtenAt(record)));
        }
        return signal instanceof Signal.Resume resume
                ? handlePause(resume.source(), new PauseState(false, writtenAt(record)))
                : Outcome.IGNORED;
    }

    /** Applies a pause or resume, and keeps it for processes that start later. */
    private Outcome handlePause(String source, PauseState state) {
        if (paused.apply(source, state) != Effect.CHANGED) {
            return Outcome.MERGED;
        }
        writer.writeSoon(source, state);
        notifyChanged(source, state.paused());
        return Outcome.ACCEPTED;
    }

    private void handlePause(ConsumerRecord<byte[], byte[]> record) {
        Optional<Effect> effect = apply(record, paused);
        if (effect.isEmpty()) {
            unreadable.add(record.topic(), record.partition(), record.offset(), "armwatch did not write it");
            return;
        }
        String source = new String(record.key(), StandardCharsets.UTF_8);
        if (effect.get() == Effect.CHANGED) {
            notifyChanged(source, paused.isPaused(source));
        } else if (effect.get() == Effect.OUTDATED) { // a slow process wrote it after a later signal
            paused.of(source).ifPresent(latest -> writer.writeSoon(source, latest));
        }
    }

    /** Applies a record of the topic of paused sources; empty if armwatch did not write it. */
    private static Optional<Effect> apply(ConsumerRecord<byte[], byte[]> record, PausedSources paused) {
        if (record.key() == null || record.value() == null) {
            return Optional.empty();
        }
        return PauseRecord.of(record.value())
                .map(found ->
                        paused.apply(new String(record.key(), StandardCharsets.UTF_8), found.state(writtenAt(record))));
    }

    private static Instant writtenAt(ConsumerRecord<byte[], byte[]> record) {
        return Instant.ofEpochMilli(record.timestamp());
    }

    private void notifyChanged(String source, boolean isPaused) {
        if (pausesRead.getCount() == 0) { // else logPaused names it
            LOG.info(
                    "{} is {}",
                    source,
                    isPaused
                            ? "paused by a signal: armwatch polls nothing of it until it is resumed (armwatch resume "
                                    + source + ")"
                            : "resumed by a signal, and scanned now");
        }
        listener.sourceChanged(source, isPaused);
    }

    private void logPaused() {
        paused.all()
                .forEach((source, since) -> LOG.warn(
                        "{} has been paused since {}: armwatch polls nothing of it until it is resumed (armwatch resume {})",
                        source,
                        since,
                        source));
    }

    /** Whether signals are read now. */
    public boolean isReading() {
        return knowsPauses() && !failing;
    }

    /** Reads no more. */
    @Override
    public void close() {
        closed.countDown();
        renewClient();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
    }
}
