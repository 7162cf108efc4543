package io.armwatch.poll.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.Budget;
import io.armwatch.azure.Budget.Kind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How slots are shared among Azure subscriptions and sources. */
class RequestQueueSlotsTest extends RequestQueueFixture {
    /** Has calls made that no answer comes to; how many there are. */
    private int hang(RequestQueue queue, String subscription) throws InterruptedException {
        for (int i = 0; i < 40; i++) {
            queue.add(request(subscription, "a" + i));
        }
        int hanging = 0;
        for (List<RequestQueue> begun = queue.claimWorkers();
                !begun.isEmpty() && hanging < 40;
                begun = queue.claimWorkers()) {
            int before = hanging;
            for (RequestQueue each : begun) {
                hanging += each.take().isPresent() ? 1 : 0;
            }
            if (before == hanging) {
                return hanging;
            }
        }
        return hanging;
    }

    private RequestQueue work(String source, ConcurrencyLimiter limiter) {
        return new RequestQueue(source, new Budget(1, now::get), now::get, limiter);
    }

    /** Else calls that hang would hold up every other Azure subscription until they time out. */
    @Test
    void calls_that_hang_in_some_subscriptions_leave_slots_for_each_other_one() throws Exception {
        ConcurrencyLimiter limiter = new ConcurrencyLimiter(32, 32);
        limiter.shareAmong(6, 2);
        RequestQueue queue = work("batch-account", limiter);

        assertThat(hang(queue, "one")).isBetween(8, 16);
        assertThat(hang(queue, "two")).isBetween(4, 16);
        assertThat(hang(queue, "three")).isPositive();
        assertThat(hang(queue, "four")).isPositive();
        queue.add(request("five", "b"));
        assertThat(queue.claimWorkers()).hasSize(1);
        assertThat(queue.take().map(queued -> queued.request().target().id().name()))
                .contains("b");
    }

    @Test
    void calls_of_one_source_that_hang_leave_slots_for_the_others_of_the_subscription() throws Exception {
        ConcurrencyLimiter limiter = new ConcurrencyLimiter(32, 32);
        limiter.shareAmong(2, 4);

        assertThat(hang(work("maps-keys", limiter), "one")).isPositive();
        assertThat(hang(work("batch-account", limiter), "one")).isPositive();
        assertThat(hang(work("apim-subscription", limiter), "two")).isPositive();
    }

    @Test
    void a_single_source_may_use_every_slot() throws Exception {
        ConcurrencyLimiter limiter = new ConcurrencyLimiter(32, 32);
        limiter.shareAmong(1, 1);

        assertThat(hang(work("maps-keys", limiter), "one")).isEqualTo(32);
    }

    @Test
    void a_slot_that_is_given_back_is_used_again_within_the_share() throws Exception {
        ConcurrencyLimiter limiter = new ConcurrencyLimiter(4, 4);
        limiter.shareAmong(2, 1);
        RequestQueue queue = work("maps-keys", limiter);
        assertThat(hang(queue, "one")).isEqualTo(2);
        assertThat(queue.claimResumption()).hasValue(101);
        assertThat(queue.claimWorkers()).hasSize(1);
        assertThat(queue.take()).isEmpty();
        QueuedRequest ended = new QueuedRequest(request("one", "a"), limiter.lane("maps-keys", "one"), 0);

        assertThat(queue.takeNext(ended, queue.turnEnd())).isPresent();
        assertThat(queue.claimWorkers()).hasSize(1);
        assertThat(queue.take()).isEmpty();
    }

    /** As an answer that never comes says nothing of how quick the server is. */
    @Test
    void where_the_few_workers_that_a_quick_server_needs_all_hang_others_begin() throws Exception {
        ConcurrencyLimiter limiter = new ConcurrencyLimiter(1_000, 1_000);
        for (int i = 0; i < 100; i++) {
            limiter.recordLatency(1);
        }
        int few = limiter.usefulWorkers();
        RequestQueue queue = work("maps-keys", limiter);
        assertThat(hang(queue, "one")).isEqualTo(few);
        assertThat(queue.claimWorkers()).isEmpty();
        assertThat(queue.claimResumption()).hasValue(101);
        now.addAndGet(SECOND);

        assertThat(queue.claimWorkers()).isNotEmpty();
        assertThat(queue.take()).isPresent();
    }

    /** Else it would wait for a connection with its budget spent, and be made after a Retry-After that it knows nothing of. */
    @Test
    void a_request_that_must_wait_for_a_slot_spends_no_budget() throws Exception {
        ConcurrencyLimiter limiter = new ConcurrencyLimiter(1, CONCURRENCY);
        RequestQueue one = new RequestQueue("batch-account", budget, now::get, limiter);
        RequestQueue other = new RequestQueue("maps-keys", budget, now::get, limiter);
        one.add(request("one", "a"));
        other.add(request("other", "b"));
        one.claimWorkers();
        other.claimWorkers();
        assertThat(one.take()).isPresent();
        CompletableFuture<Optional<QueuedRequest>> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return other.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Awaitility.await().until(limiter::hasWaiters);
        assertThat(budget.affordable("other", Kind.READS)).isEqualTo(250);

        one.finish(ANY);
        assertThat(waiting.get()).isPresent();
        assertThat(budget.affordable("other", Kind.READS)).isEqualTo(249);
    }

    @Test
    void a_worker_continues_with_its_slot() throws Exception {
        ConcurrencyLimiter one = new ConcurrencyLimiter(1, CONCURRENCY);
        RequestQueue alone = new RequestQueue("batch-account", budget, now::get, one);
        alone.add(request("s", "a"));
        alone.add(request("s", "b"));
        alone.claimWorkers();
        assertThat(alone.take()).isPresent();

        assertThat(alone.takeNext(ANY, alone.turnEnd())).isPresent();
        assertThat(alone.takeNext(ANY, alone.turnEnd())).isEmpty();
        assertThat(one.take(0)).isTrue();
    }

    /** Else the source with the most to do would have all connections until it is done. */
    @Test
    void a_worker_whose_turn_is_over_makes_way_for_another_source() throws Exception {
        ConcurrencyLimiter limiter = new ConcurrencyLimiter(1, CONCURRENCY);
        RequestQueue busy = new RequestQueue("batch-account", budget, now::get, limiter);
        busy.add(request("s", "a"));
        busy.add(request("s", "b"));
        busy.add(request("s", "c"));
        busy.claimWorkers();
        assertThat(busy.take()).isPresent();
        long turnEnds = busy.turnEnd();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return limiter.take(60_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Awaitility.await().until(limiter::hasWaiters);
        assertThat(busy.takeNext(ANY, turnEnds)).isPresent();
        now.addAndGet(turnEnds - now.get());

        assertThat(busy.takeNext(ANY, turnEnds)).isEmpty();
        assertThat(waiting.get()).isTrue();
    }
}
