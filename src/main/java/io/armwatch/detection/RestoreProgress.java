package io.armwatch.detection;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The progress of restoring the known states, logged every few seconds. */
public final class RestoreProgress implements StateRestoreListener {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreProgress.class);
    private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final LongSupplier nanos;
    private final Map<TopicPartition, Progress> partitions = new ConcurrentHashMap<>();
    private long loggedAt;
    /** When the present restore began; null if there is none. */
    private @Nullable Long startedAt;

    private volatile long lastNanos;

    RestoreProgress(LongSupplier nanos) {
        this.nanos = nanos;
        this.loggedAt = nanos.getAsLong();
    }

    /** Counted in offsets. There are fewer records, because the changelog is compacted. */
    private record Progress(long from, long done, long all) {}

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
        start();
        partitions.put(partition, new Progress(from, 0, to - from));
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long offset, long restored) {
        partitions.computeIfPresent(
                partition, (same, before) -> new Progress(before.from(), offset + 1 - before.from(), before.all()));
        logProgress();
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long restored) {
        partitions.computeIfPresent(
                partition, (same, before) -> new Progress(before.from(), before.all(), before.all()));
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long restored) {
        partitions.remove(partition);
    }

    private synchronized void start() {
        startedAt = startedAt == null ? (Long) nanos.getAsLong() : startedAt;
    }

    private synchronized void end() {
        lastNanos = startedAt == null ? lastNanos : nanos.getAsLong() - startedAt;
        startedAt = null;
    }

    private synchronized void logProgress() {
        long now = nanos.getAsLong();
        if (now - loggedAt >= LOG_INTERVAL_NANOS) {
            loggedAt = now;
            text().ifPresent(LOG::info);
        }
    }

    /** Logs the end of a restore, if there was one. */
    void finish() {
        end();
        long all = partitions.values().stream().mapToLong(Progress::all).sum();
        if (all > 0) {
            LOG.info("Known states are restored ({} offsets)", all);
        }
        partitions.clear();
    }

    /** How long the last restore took, in nanoseconds; 0 if there was none. */
    public long lastNanos() {
        return lastNanos;
    }

    /** How many offsets are still to be restored. */
    public long offsetsLeft() {
        return partitions.values().stream()
                .mapToLong(each -> each.all() - each.done())
                .sum();
    }

    /** The progress as a sentence; empty if nothing is being restored. */
    public Optional<String> text() {
        long all = partitions.values().stream().mapToLong(Progress::all).sum();
        long done = partitions.values().stream().mapToLong(Progress::done).sum();
        return partitions.isEmpty()
                ? Optional.empty()
                : Optional.of("known states are being restored: " + done + " of " + all + " offsets");
    }
}
