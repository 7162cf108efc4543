package io.armwatch.poll.queue;

import io.armwatch.poll.queue.RequestQueue.Activity;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Whether the request queue of a source makes progress, from regular samples of its activity. */
public final class QueueProgress {
    private static final long WITHOUT_THREAD = TimeUnit.SECONDS.toNanos(60);
    /** A request waits at most ten minutes for a connection; the response and the send to Kafka have shorter limits of their own. */
    private static final long IN_FLIGHT = TimeUnit.MINUTES.toNanos(15);

    private final LongSupplier nanos;
    private Activity last = new Activity(0, false, 0);
    private long progressAt;

    public QueueProgress(LongSupplier nanos) {
        this.nanos = nanos;
        this.progressAt = nanos.getAsLong();
    }

    public synchronized void look(Activity now) {
        long at = nanos.getAsLong();
        if (now.calls() != last.calls() || now.waits()) {
            progressAt = at;
        }
        last = now;
    }

    /** Whether no request was started for longer than a wait for ARM, for Kafka or for the budget can explain. */
    public synchronized boolean isStalled() {
        return nanos.getAsLong() - progressAt >= (last.inFlight() > 0 ? IN_FLIGHT : WITHOUT_THREAD);
    }
}
