package io.armwatch.route;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts workers, each on a thread of its own. A worker that cannot be started, or ends before it begins, is given back, so that
 * another one can begin later.
 */
public final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final long RETRY_MILLIS = 1_000;

    private final Scans scans;
    private final Executor threads;
    private final Consumer<Processor> route;
    private final ObjLongConsumer<Work> retry;
    private final AtomicBoolean refused = new AtomicBoolean();

    /**
     * @param route sends an exchange that this prepares to where a worker makes calls until there is nothing to be made
     * @param retry has {@link #start} called again, after so many milliseconds
     */
    public Workers(Scans scans, Executor threads, Consumer<Processor> route, ObjLongConsumer<Work> retry) {
        this.scans = scans;
        this.threads = threads;
        this.route = route;
        this.retry = retry;
    }

    /** Starts the workers that are lacking. */
    public void start(Work work) {
        int lacking = work.workers().size();
        for (int started = 0; started < lacking; started++) {
            try {
                threads.execute(() -> run(work));
                noteStarted();
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                for (int left = started; left < lacking; left++) {
                    work.left();
                }
                refused(work, e);
                return;
            }
        }
    }

    private void run(Work work) {
        Worker worker = new Worker(work, scans);
        try {
            route.accept(exchange -> {
                PollExchange.work(exchange, work);
                PollExchange.worker(exchange, worker);
            });
        } finally {
            worker.close();
        }
    }

    private void noteStarted() {
        if (refused.get() && refused.compareAndSet(true, false)) {
            LOG.info("Threads for polling can be started again");
        }
    }

    private void refused(Work work, Throwable cause) {
        if (work.isClosed()) {
            return;
        }
        if (refused.compareAndSet(false, true)) {
            LOG.warn(
                    "{}: a thread for polling cannot be started ({}); armwatch tries again each second. Raise the limit of"
                            + " processes and threads (pids limit of the container, ulimit -u), or lower armwatch.http.concurrency",
                    work.source(),
                    cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        }
        retry.accept(work, RETRY_MILLIS);
    }
}
