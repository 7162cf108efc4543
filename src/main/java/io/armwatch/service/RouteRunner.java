package io.armwatch.service;

import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.route.ThreadRefusals;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls {@code direct:} routes that no schedule calls: at once, or after a time, on threads that come and go as needed.
 *
 * <p>Its timer is not one of Camel's ExecutorServiceManager: that one refuses a task if 1,000 wait, which would lose the workers that
 * the task starts, and it starts its thread with the first task, when there may be none to be had. A route with {@code timer:} has a
 * fixed period; this timer sleeps until something is due.
 */
final class RouteRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteRunner.class);
    private static final int RETRY_MILLIS = 1_000;
    /** How long ends of scans are collected before they are sent together. */
    private static final int COLLECT_MILLIS = 50;

    private final ExecutorService threads;
    private final ThreadRefusals refusals;
    private final Supplier<ProducerTemplate> template;
    private final BooleanSupplier open;
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "armwatch-timer"));

    /**
     * Has a timer's thread of its own, which {@link #start} starts.
     *
     * @param threads as many as are needed: {@link RequestQueue} bounds the workers
     * @param open false while armwatch stops: then a route that fails is no problem
     */
    RouteRunner(
            ExecutorService threads,
            ThreadRefusals refusals,
            Supplier<ProducerTemplate> template,
            BooleanSupplier open) {
        this.threads = threads;
        this.refusals = refusals;
        this.template = template;
        this.open = open;
    }

    /** Starts the timer's thread now, as later there may be none to be had. */
    void start() {
        timer.prestartAllCoreThreads();
    }

    /** Scans sources where a scan is due, each on a thread of its own. */
    void scan(Collection<String> sources) {
        sources.forEach(source -> onThread(() -> run(() -> template.get().sendBody("direct:scan", source))));
    }

    /** Scans a source where a scan is due, and returns when its scan runs have started. */
    void scanNow(String source) {
        template.get().sendBody("direct:scan", source);
    }

    /** Runs a worker on this thread until it has nothing to do. */
    void work(Processor prepare) {
        run(() -> template.get().send("direct:work", prepare));
    }

    /** Sends the ends of scans soon, together with others. */
    void sendFinishedScansSoon() {
        onTimer(() -> onThread(() -> run(() -> template.get().sendBody("direct:end", ""))), COLLECT_MILLIS);
    }

    /** Has workers started for a queue, after a time. */
    void resume(Consumer<RequestQueue> pool, RequestQueue queue, long millis) {
        onTimer(() -> pool.accept(queue), millis);
    }

    private void onTimer(Runnable task, long millis) {
        try {
            var unused = timer.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("Not run, as armwatch stops", stopping);
        }
    }

    /** If no thread can be started, it is tried again. */
    private void onThread(Runnable task) {
        try {
            threads.execute(task);
            refusals.started();
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            if (!threads.isShutdown()) {
                refusals.refused("scans", e);
            }
            onTimer(() -> onThread(task), RETRY_MILLIS);
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            if (open.getAsBoolean()) {
                throw e;
            }
            LOG.debug("Ended with the service", e);
        }
    }

    /** Runs nothing any more; what runs is left to end. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
