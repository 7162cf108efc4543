package io.armwatch.poll;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses polling while Kafka is unavailable, as nothing could be published, and resumes it when Kafka is back. It pauses
 * after two failed probes, or after a failed send and a failed probe.
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
    private boolean lastProbeFailed;
    private volatile boolean sendFailed;

    /**
     * @param brokers for the log
     * @param probe checks within seconds whether Kafka is available
     */
    public KafkaWatch(String brokers, BooleanSupplier probe, LongSupplier nanos, ScanScheduler scheduler) {
        this.brokers = brokers;
        this.probe = probe;
        this.nanos = nanos;
        this.scheduler = scheduler;
        this.probedAt = nanos.getAsLong() - PROBE_NANOS;
    }

    /** Notes that a send failed, so the next check probes Kafka at once. */
    public void noteFailedSend() {
        sendFailed = true;
    }

    /** Checks whether Kafka is available. Call it about once a second, on a thread that may block. */
    public void check() {
        boolean paused = scheduler.isPaused();
        if (!paused && !sendFailed && !lastProbeFailed && nanos.getAsLong() - probedAt < PROBE_NANOS) {
            return;
        }
        boolean reachable = probe.getAsBoolean();
        probedAt = nanos.getAsLong();
        if (paused && reachable) {
            resume();
        } else if (!paused && !reachable && (sendFailed || lastProbeFailed)) {
            pause();
        }
        lastProbeFailed = !reachable;
        sendFailed = false;
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
