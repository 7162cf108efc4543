package io.armwatch.poll.queue;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Budget;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.PolledResource;
import io.armwatch.source.Source;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A queue of requests of one source, with a clock and a budget that a test moves. */
abstract class RequestQueueFixture {
    static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    static final int CONCURRENCY = 3;

    /** It begins just before the clock of nanoseconds overflows, as that may. */
    final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND / 2);

    final Budget budget = new Budget(1, now::get);

    final RequestQueue queue =
            new RequestQueue("batch-account", budget, now::get, new ConcurrencyLimiter(100, CONCURRENCY));

    static ArmRequest request(String subscription, String name) {
        String id =
                "/subscriptions/" + subscription + "/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/" + name;
        Source source = PolledResource.of("batch-account", id).source();
        return ArmRequest.entity(source, ArmId.of(id), ScanFixtures.over(source, id), false);
    }

    static final QueuedRequest ANY =
            new QueuedRequest(request("s", "any"), new ConcurrencyLimiter(1, 1).lane("", ""), 0);

    Optional<String> taken() throws InterruptedException {
        return queue.take().map(queued -> queued.request().target().id().name());
    }

    QueuedRequest queued() throws InterruptedException {
        return queue.take().orElseThrow();
    }
}
