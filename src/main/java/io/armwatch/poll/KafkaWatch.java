package io.armwatch.poll;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses polling while Kafka is away, as nothing could be published, and resumes it when Kafka is back. One probe that goes
 * unanswered is no outage: a second one, or a failed send before it, makes it one.
 */
public final class KafkaWatch {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);
    private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final String brokers;
    private final BooleanSupplier probe;
    private final LongSupplier nanos;
    private final ScanScheduler scheduler;
    private long probedAt;
    private long pausedAt;
    private boolean missed;
    private volatile boolean doubted;

    /**
     * @param brokers for the log
     * @param probe asks Kafka whether it is there, and answers within seconds
     */
    public KafkaWatch(String brokers, BooleanSupplier probe, LongSupplier nanos, ScanScheduler scheduler) {
        this.brokers = brokers;
        this.probe = probe;
        this.nanos = nanos;
        this.scheduler = scheduler;
        this.probedAt = nanos.getAsLong() - PROBE_NANOS;
    }

    /** A send failed: the next look asks Kafka at once. */
    public void doubt() {
        doubted = true;
    }

    /** Looks whether Kafka is there. Call it about each second, on a thread that may wait for the answer. */
    public void look() {
        boolean paused = scheduler.isPaused();
        if (!paused && !doubted && !missed && nanos.getAsLong() - probedAt < PROBE_NANOS) {
            return;
        }
        boolean there = probe.getAsBoolean();
        probedAt = nanos.getAsLong();
        if (paused && there) {
            resume();
        } else if (!paused && !there && (doubted || missed)) {
            pause();
        }
        missed = !there;
        doubted = false;
    }

    private void pause() {
        pausedAt = nanos.getAsLong();
        LOG.warn(
                "Kafka at {} cannot be reached, so nothing could be published: polling pauses. Nothing is lost: "
                        + "what changes meanwhile is published when Kafka is back",
                brokers);
        scheduler.pause();
    }

    private void resume() {
        LOG.info(
                "Kafka at {} can be reached again after {} s: polling resumes, and everything that is due is "
                        + "scanned now",
                brokers,
                Duration.ofNanos(nanos.getAsLong() - pausedAt).toSeconds());
        scheduler.resume();
    }
}
