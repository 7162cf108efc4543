package io.armwatch.poll.queue;

import io.armwatch.poll.queue.RequestQueue.Activity;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Whether the work of a source goes on, as regular looks at it show. */
public final class QueueProgress {
    private static final long IDLE = TimeUnit.SECONDS.toNanos(30);
    private static final long WITHOUT_THREAD = TimeUnit.SECONDS.toNanos(60);
    /** A call waits ten minutes for a connection at most; its answer and what is sent have their own, shorter limits. */
    private static final long IN_FLIGHT = TimeUnit.MINUTES.toNanos(15);

    private final LongSupplier nanos;
    private Activity last = new Activity(0, false, 0, true);
    private long movedAt;
    private long busyAt;

    public QueueProgress(LongSupplier nanos) {
        this.nanos = nanos;
        this.movedAt = nanos.getAsLong();
        this.busyAt = movedAt;
    }

    public synchronized void look(Activity now) {
        long at = nanos.getAsLong();
        if (now.calls() != last.calls() || now.waits()) {
            movedAt = at;
        }
        if (!now.idle() || now.calls() != last.calls()) {
            busyAt = at;
        }
        last = now;
    }

    /** Whether there has been nothing to do for so long that nothing can come any more. */
    public synchronized boolean isIdle() {
        return last.idle() && nanos.getAsLong() - busyAt >= IDLE;
    }

    /** Whether no call was begun for longer than any wait for ARM, for Kafka or for the budget explains. */
    public synchronized boolean isStalled() {
        return nanos.getAsLong() - movedAt >= (last.inFlight() > 0 ? IN_FLIGHT : WITHOUT_THREAD);
    }
}
