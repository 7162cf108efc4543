package io.armwatch.poll.queue;

import io.armwatch.poll.queue.RequestQueue.Activity;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Whether the work of a source goes on, as regular looks at it show. */
public final class QueueProgress {
    private static final long WITHOUT_THREAD = TimeUnit.SECONDS.toNanos(60);
    /** A call waits ten minutes for a connection at most; its answer and what is sent have their own, shorter limits. */
    private static final long IN_FLIGHT = TimeUnit.MINUTES.toNanos(15);

    private final LongSupplier nanos;
    private Activity last = new Activity(0, false, 0);
    private long movedAt;

    public QueueProgress(LongSupplier nanos) {
        this.nanos = nanos;
        this.movedAt = nanos.getAsLong();
    }

    public synchronized void look(Activity now) {
        long at = nanos.getAsLong();
        if (now.calls() != last.calls() || now.waits()) {
            movedAt = at;
        }
        last = now;
    }

    /** Whether no call was begun for longer than any wait for ARM, for Kafka or for the budget explains. */
    public synchronized boolean isStalled() {
        return nanos.getAsLong() - movedAt >= (last.inFlight() > 0 ? IN_FLIGHT : WITHOUT_THREAD);
    }
}
