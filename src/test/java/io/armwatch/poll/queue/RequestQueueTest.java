package io.armwatch.poll.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Budget;
import io.armwatch.azure.Budget.Kind;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.PolledResource;
import io.armwatch.source.Source;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RequestQueueTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int CONCURRENCY = 3;

    /** It begins just before the clock of nanoseconds overflows, as that may. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND / 2);

    private final Budget budget = new Budget(1, now::get);
    private final RequestQueue queue =
            new RequestQueue("batch-account", budget, now::get, new ConcurrencyLimiter(100, CONCURRENCY));

    private static ArmRequest request(String subscription, String name) {
        String id =
                "/subscriptions/" + subscription + "/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/" + name;
        Source source = PolledResource.of("batch-account", id).source();
        return ArmRequest.entity(source, ArmId.of(id), ScanFixtures.over(source, id), false);
    }

    private static final QueuedRequest ANY =
            new QueuedRequest(request("s", "any"), new ConcurrencyLimiter(1, 1).lane("", ""), 1, 0, false);

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
    void who_is_alone_may_use_every_slot() throws Exception {
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
        QueuedRequest ended = new QueuedRequest(request("one", "a"), limiter.lane("maps-keys", "one"), 1, 0, false);

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

    private Optional<String> taken() throws InterruptedException {
        return queue.take().map(queued -> queued.request().target().id().name());
    }

    private QueuedRequest queued() throws InterruptedException {
        return queue.take().orElseThrow();
    }

    @Test
    void what_was_added_is_taken_once_in_turn() throws Exception {
        queue.add(request("s", "a"));
        queue.add(request("s", "b"));
        queue.claimWorkers();

        assertThat(taken()).contains("a");
        assertThat(taken()).contains("b");
        queue.finish(ANY);
        queue.finish(ANY);
        assertThat(taken()).isEmpty();
        assertThat(queue.isEmpty()).isTrue();
    }

    /** Else it would wait for a connection with its budget spent, and be made after a Retry-After that it knows nothing of. */
    @Test
    void what_cannot_be_made_at_once_spends_nothing() throws Exception {
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
    void there_are_no_more_workers_than_calls_that_can_be_afforded() {
        Budget small = new Budget(0.01, now::get);
        RequestQueue poor =
                new RequestQueue("batch-account", small, now::get, new ConcurrencyLimiter(100, CONCURRENCY));
        for (int i = 0; i < 10; i++) {
            poor.add(request("s", "a" + i));
        }

        assertThat(poor.claimWorkers()).hasSize(2);
    }

    @Test
    void what_holds_calls_up_is_named() throws Exception {
        queue.add(request("one", "a"));
        assertThat(queue.take()).isPresent();
        assertThat(queue.delayCause()).contains("ARM answers slowly");
        budget.block("one", Kind.READS, 7 * SECOND);
        queue.add(request("one", "b"));
        queue.claimWorkers();
        assertThat(queue.take()).isEmpty();

        assertThat(queue.delayCause()).contains("Retry-After").doesNotContain("concurrency");
    }

    @Test
    void subscriptions_take_turns() throws Exception {
        queue.add(request("one", "a"));
        queue.add(request("one", "b"));
        queue.add(request("other", "c"));

        assertThat(taken()).contains("a");
        assertThat(taken()).contains("c");
        assertThat(taken()).contains("b");
    }

    @Test
    void a_subscription_out_of_budget_delays_its_own_calls_only() throws Exception {
        budget.block("one", Kind.READS, 7 * SECOND);
        queue.add(request("one", "a"));
        queue.add(request("other", "b"));

        assertThat(taken()).contains("b");
        assertThat(taken()).isEmpty();
        assertThat(queue.isEmpty()).isFalse();
        now.addAndGet(7 * SECOND);
        assertThat(taken()).contains("a");
    }

    @Test
    void a_call_that_is_put_off_is_not_made_before_its_time_and_counts_its_attempts() throws Exception {
        queue.add(request("s", "a"));
        QueuedRequest first = queued();
        queue.retryLater(first, 7 * SECOND);
        queue.finish(ANY);

        now.addAndGet(7 * SECOND - 1);
        assertThat(taken()).isEmpty();
        assertThat(queue.isEmpty()).isFalse();
        now.addAndGet(1);
        assertThat(queued().attempt()).isEqualTo(2);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void what_is_put_off_for_a_shorter_time_comes_first() throws Exception {
        queue.add(request("s", "a"));
        queue.add(request("s", "b"));
        queue.retryLater(queued(), 9 * SECOND);
        queue.retryLater(queued(), SECOND);
        queue.finish(ANY);
        queue.finish(ANY);
        now.addAndGet(9 * SECOND);

        assertThat(taken()).contains("b");
        assertThat(taken()).contains("a");
    }

    @Test
    void there_are_as_many_workers_as_calls_up_to_the_concurrency() {
        queue.add(request("s", "a"));
        assertThat(queue.claimWorkers()).hasSize(1).containsOnly(queue);
        assertThat(queue.claimWorkers()).isEmpty();
        for (int i = 0; i < 10; i++) {
            queue.add(request("s", "n" + i));
        }

        assertThat(queue.claimWorkers()).hasSize(CONCURRENCY - 1);
        assertThat(queue.claimWorkers()).isEmpty();
    }

    /** Else a scan would go on with as many workers as it had lists to begin with, and a slow call would hold up others. */
    @Test
    void a_worker_that_waits_for_arm_counts_for_no_other_call() throws Exception {
        queue.add(request("s", "a"));
        queue.claimWorkers();
        queued();
        queue.add(request("s", "b"));

        assertThat(queue.claimResumption()).hasValue(1);
        assertThat(queue.claimWorkers()).hasSize(1);
    }

    @Test
    void a_worker_that_has_ended_is_replaced_when_there_is_more() throws Exception {
        queue.add(request("s", "a"));
        queue.claimWorkers();
        queued();
        queue.finish(ANY);
        assertThat(taken()).isEmpty();
        queue.add(request("s", "b"));

        assertThat(queue.claimWorkers()).hasSize(1);
    }

    @Test
    void it_is_said_once_when_what_must_wait_is_resumed() throws Exception {
        queue.add(request("s", "a"));
        queue.claimWorkers();
        budget.block("s", Kind.READS, 7 * SECOND);
        assertThat(taken()).isEmpty();

        assertThat(queue.claimResumption()).hasValue(7001);
        assertThat(queue.claimResumption()).isEmpty();
        now.addAndGet(7 * SECOND);
        assertThat(queue.claimWorkers()).hasSize(1);
        assertThat(taken()).contains("a");
    }

    @Test
    void what_can_be_resumed_sooner_is_said_all_the_same() throws Exception {
        queue.add(request("s", "a"));
        queue.claimWorkers();
        QueuedRequest put = queued();
        queue.retryLater(put, 7 * SECOND);
        queue.finish(ANY);
        assertThat(taken()).isEmpty();
        assertThat(queue.claimResumption()).hasValue(7001);
        queue.add(request("other", "b"));

        assertThat(queue.claimResumption()).hasValue(1);
        assertThat(queue.claimResumption()).isEmpty();
    }

    @Test
    void nothing_is_resumed_where_nothing_waits_or_all_who_may_are_at_it() {
        assertThat(queue.claimResumption()).isEmpty();
        queue.add(request("s", "a"));
        queue.claimWorkers();

        assertThat(queue.claimResumption()).isEmpty();
    }

    @Test
    void a_worker_waits_for_what_a_sibling_may_find() throws Exception {
        queue.add(request("s", "a"));
        queue.claimWorkers();
        queued();
        Thread sibling = new Thread(() -> {
            queue.add(request("s", "b"));
            queue.finish(ANY);
        });
        sibling.start();

        assertThat(taken()).contains("b");
        sibling.join();
    }

    @Test
    void after_its_end_no_call_is_made_and_none_resumed() throws Exception {
        queue.add(request("s", "a"));
        queue.claimWorkers();
        queue.close();

        assertThat(taken()).isEmpty();
        assertThat(queue.claimResumption()).isEmpty();
    }

    /** Else nobody would ask when there is budget again, and its calls would wait for another tick. */
    @Test
    void what_finds_its_budget_spent_is_resumed_when_there_is_some() throws Exception {
        budget.block("s", Kind.READS, 5_000_000_000L);
        queue.add(request("s", "a"));
        assertThat(queue.claimWorkers()).hasSize(1);

        assertThat(taken()).isEmpty();
        assertThat(queue.claimResumption()).hasValue(5_001);
    }

    @Test
    void a_worker_goes_on_with_the_slot_that_it_has() throws Exception {
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

    @Test
    void workers_that_are_no_longer_of_use_end() throws Exception {
        ConcurrencyLimiter limiter = new ConcurrencyLimiter(1_000, 1_000);
        RequestQueue quick = new RequestQueue("batch-account", budget, now::get, limiter);
        for (int i = 0; i < 200; i++) {
            quick.add(request("s", "a" + i));
        }
        assertThat(quick.claimWorkers()).hasSize(200);
        for (int i = 0; i < 100; i++) {
            limiter.recordLatency(1);
        }
        assertThat(limiter.usefulWorkers()).isLessThan(200);

        assertThat(quick.take()).isEmpty();
    }
}
