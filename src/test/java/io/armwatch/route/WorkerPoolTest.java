package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.armwatch.poll.MapsAccountRequests;
import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that never began counted as one that runs, for ever: its source was polled no more. */
class WorkerPoolTest {
    private final PollingFixture bench = new PollingFixture(new KnownStateCache(new InMemoryStateStore()));
    private final List<Long> retries = new ArrayList<>();
    private final List<Runnable> threads = new ArrayList<>();

    private WorkerPool workers(Executor executor, Consumer<Processor> route) {
        return new WorkerPool(
                bench.scans(), executor, new ThreadRefusals(), route, (queue, millis) -> retries.add(millis));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_worker_that_cannot_be_started_is_retried(boolean outOfThreads) {
        bench.work().add(MapsAccountRequests.request());
        bench.work().add(MapsAccountRequests.request());
        WorkerPool refused = workers(
                task -> {
                    if (!threads.isEmpty()) {
                        if (outOfThreads) {
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                        throw new RejectedExecutionException();
                    }
                    threads.add(task);
                },
                prepare -> {});
        refused.start(bench.work());

        assertThat(retries).containsExactly(1_000L);
        assertThat(bench.work().claimWorkers()).as("one of two was started").hasSize(1);
    }

    @Test
    void a_worker_whose_route_fails_before_it_begins_is_given_back() {
        bench.work().add(MapsAccountRequests.request());
        WorkerPool failing = workers(threads::add, prepare -> {
            throw new IllegalStateException("the routes are not started");
        });
        failing.start(bench.work());
        assertThat(bench.work().claimWorkers()).isEmpty();
        assertThatThrownBy(threads.get(0)::run).isInstanceOf(IllegalStateException.class);

        assertThat(bench.work().claimWorkers()).hasSize(1);
    }
}
