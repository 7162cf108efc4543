package io.armwatch.service;

import io.armwatch.poll.KafkaWatch;
import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.plan.ClockStepDetector;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks each second that everything goes on as it should: Kafka, the wall clock, scans that run, scans that are due. It has a thread
 * of its own, as it may wait for Kafka and must go on where all other threads are busy. It is no {@code timer:} route and no pool of
 * Camel's: routes belong to the user, and what checks that Camel polls must not stop with Camel.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final int PERIOD_MILLIS = 1_000;
    private static final long OWED_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ScanScheduler scheduler;
    private final KafkaWatch kafka;
    private final ClockStepDetector clock;
    private final Consumer<Duration> onClockStep;
    private final Consumer<Collection<String>> scan;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "armwatch-watch"));
    /** When scans that were owed began last. */
    private long scannedOwedAt = System.nanoTime();

    /**
     * Checks nothing until {@link #watch}.
     *
     * @param onClockStep called after the wall clock was set, with how far
     * @param scan scans sources where a scan is due
     */
    Watchdog(
            ScanScheduler scheduler,
            KafkaWatch kafka,
            ClockStepDetector clock,
            Consumer<Duration> onClockStep,
            Consumer<Collection<String>> scan) {
        this.scheduler = scheduler;
        this.kafka = kafka;
        this.clock = clock;
        this.onClockStep = onClockStep;
        this.scan = scan;
    }

    /** Starts the thread now, as later there may be none to be had. */
    void start() {
        thread.prestartAllCoreThreads();
    }

    /** Begins to check. */
    void watch() {
        var unused = thread.scheduleWithFixedDelay(this::check, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A check that fails keeps no other from being made. */
    private void check() {
        check("Kafka is there", kafka::check);
        check("the wall clock was set", () -> clock.step().ifPresent(this::stepped));
        check("scans go on", scheduler::watch);
        check("scans are due", this::scanOwed);
    }

    private static void check(String what, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("armwatch cannot check whether {}; it tries again in a second", what, e);
        }
    }

    private void stepped(Duration step) {
        try {
            onClockStep.accept(step);
        } finally {
            scheduler.markAllDue();
            scannedOwedAt = System.nanoTime() - OWED_NANOS;
        }
    }

    /** What Kafka did not accept is scanned at once when Kafka is back; if single sends fail, at most twice a minute. */
    private void scanOwed() {
        long now = System.nanoTime();
        if (now - scannedOwedAt < OWED_NANOS && !scheduler.hasResumed()) {
            return;
        }
        Collection<String> owed = scheduler.dueSources();
        if (!owed.isEmpty()) {
            scannedOwedAt = now;
            scan.accept(owed);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
