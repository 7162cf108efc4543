package io.armwatch.management.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which answers are computed. They are not those of the management server, which computes health on them: while Kafka is
 * away, each answer waits for seconds, and a few open pages would take all threads, so that the process would seem dead.
 */
final class AnswerThreads {
    static final int MOST_OPEN = 200;
    private static final int THREADS = 8;

    private final AtomicInteger open = new AtomicInteger();
    private @Nullable WorkerExecutor executor;

    /** Computes an answer; fails with an {@link ApiException} if too many wait. */
    <T> Future<T> run(RoutingContext request, Callable<T> answer) {
        if (open.incrementAndGet() > MOST_OPEN) {
            open.decrementAndGet();
            return Future.failedFuture(new ApiException(503, MOST_OPEN + " calls wait already; try again later"));
        }
        return executor(request.vertx()).executeBlocking(answer, false).onComplete(done -> open.decrementAndGet());
    }

    /** Created at the first use, and closed with the server. */
    private synchronized WorkerExecutor executor(Vertx vertx) {
        if (executor == null) {
            executor = vertx.createSharedWorkerExecutor("armwatch-api", THREADS);
        }
        return executor;
    }
}
