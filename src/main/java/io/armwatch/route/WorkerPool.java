package io.armwatch.route;

import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.queue.RequestQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts workers, each on its own thread. A worker that cannot start, or fails before it begins, is given back to the queue, so that
 * another one can start later.
 */
public final class WorkerPool {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);
    private static final long RETRY_MILLIS = 1_000;

    private final ScanScheduler scheduler;
    private final Executor threads;
    private final Consumer<Processor> route;
    private final ObjLongConsumer<RequestQueue> retry;
    private final AtomicBoolean refused = new AtomicBoolean();

    /**
     * @param route sends an exchange, prepared by the processor, to the route of a worker
     * @param retry schedules another call of {@link #start}, after a number of milliseconds
     */
    public WorkerPool(
            ScanScheduler scheduler, Executor threads, Consumer<Processor> route, ObjLongConsumer<RequestQueue> retry) {
        this.scheduler = scheduler;
        this.threads = threads;
        this.route = route;
        this.retry = retry;
    }

    /** Starts the workers that the queue asks for. */
    public void start(RequestQueue queue) {
        int missing = queue.workers().size();
        for (int started = 0; started < missing; started++) {
            try {
                threads.execute(() -> run(queue));
                noteStarted();
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                for (int other = started; other < missing; other++) {
                    queue.left();
                }
                refused(queue, e);
                return;
            }
        }
    }

    private void run(RequestQueue queue) {
        PollWorker worker = new PollWorker(queue, scheduler);
        try {
            route.accept(exchange -> {
                PollExchange.work(exchange, queue);
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

    private void refused(RequestQueue queue, Throwable cause) {
        if (queue.isClosed()) {
            return;
        }
        if (refused.compareAndSet(false, true)) {
            LOG.warn(
                    "{}: a thread for polling cannot be started ({}); armwatch tries again each second. Raise the limit of"
                            + " processes and threads (pids limit of the container, ulimit -u), or lower armwatch.http.concurrency",
                    queue.source(),
                    cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        }
        retry.accept(queue, RETRY_MILLIS);
    }
}
