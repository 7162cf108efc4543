package io.armwatch.signal;

import io.armwatch.azure.ArmError;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs records that cannot be read, at most once a minute. For one thread. */
final class UnreadableSignals {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableSignals.class);
    private static final long APART = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanos;
    private long count;
    private String last = "";
    private long loggedAt;

    UnreadableSignals(LongSupplier nanos) {
        this.nanos = nanos;
        this.loggedAt = nanos.getAsLong() - APART;
    }

    /**
     * Notes a record.
     *
     * @param problem why it cannot be read, without what it holds
     */
    void add(String topic, int partition, long offset, String problem) {
        count++;
        last = "topic " + topic + ", partition " + partition + ", offset " + offset + " ("
                + ArmError.presentable(problem) + ")";
    }

    /** Logs what was noted, unless the last line is less than a minute old. */
    void logDue() {
        if (count > 0 && nanos.getAsLong() - loggedAt >= APART) {
            loggedAt = nanos.getAsLong();
            LOG.warn("{} signals cannot be read and are ignored, the last one in {}", count, last);
            count = 0;
        }
    }
}
