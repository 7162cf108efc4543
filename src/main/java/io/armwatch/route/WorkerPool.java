package io.armwatch.route;

import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.queue.RequestQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.apache.camel.Processor;

/**
 * Starts workers, each on its own thread. A worker that cannot start, or fails before it begins, is given back to the queue, so that
 * another one can start later.
 */
public final class WorkerPool {
    private static final long RETRY_MILLIS = 1_000;

    private final ScanScheduler scheduler;
    private final Executor threads;
    private final Consumer<Processor> route;
    private final ObjLongConsumer<RequestQueue> retry;
    private final ThreadRefusals refusals;

    /**
     * @param route sends an exchange, prepared by the processor, to the route of a worker
     * @param retry schedules another call of {@link #start}, after a number of milliseconds
     */
    public WorkerPool(
            ScanScheduler scheduler,
            Executor threads,
            ThreadRefusals refusals,
            Consumer<Processor> route,
            ObjLongConsumer<RequestQueue> retry) {
        this.scheduler = scheduler;
        this.threads = threads;
        this.refusals = refusals;
        this.route = route;
        this.retry = retry;
    }

    /** Starts the workers that the queue asks for. */
    public void start(RequestQueue queue) {
        int missing = queue.claimWorkers().size();
        for (int started = 0; started < missing; started++) {
            try {
                threads.execute(() -> run(queue));
                refusals.started();
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                for (int other = started; other < missing; other++) {
                    queue.removeWorker();
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
                PollExchange.queue(exchange, queue);
                PollExchange.worker(exchange, worker);
            });
        } finally {
            worker.close();
        }
    }

    private void refused(RequestQueue queue, Throwable cause) {
        if (queue.isClosed()) {
            return;
        }
        refusals.refused(queue.source(), cause);
        retry.accept(queue, RETRY_MILLIS);
    }
}
