package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Budget;
import io.armwatch.azure.Budget.Kind;
import io.armwatch.source.Source;
import io.armwatch.source.Watched;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WorkTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int CONCURRENCY = 3;

    /** It begins just before the clock of nanoseconds overflows, as that may. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND / 2);

    private final Budget budget = new Budget(1, now::get);
    private final Work work = new Work("batch-account", budget, now::get, new Slots(100, CONCURRENCY));

    private static ArmRequest request(String subscription, String name) {
        String id =
                "/subscriptions/" + subscription + "/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/" + name;
        Source source = Watched.of("batch-account", id).source();
        return ArmRequest.entity(source, ArmId.of(id), Walks.over(source, id), false);
    }

    private static final QueuedRequest ANY =
            new QueuedRequest(request("s", "any"), new Slots(1, 1).lane("", ""), 1, 0, false);

    /** Has calls made that no answer comes to; how many there are. */
    private int hang(Work work, String subscription) throws InterruptedException {
        for (int i = 0; i < 40; i++) {
            work.add(request(subscription, "a" + i));
        }
        int hanging = 0;
        for (List<Work> begun = work.workers(); !begun.isEmpty() && hanging < 40; begun = work.workers()) {
            int before = hanging;
            for (Work each : begun) {
                hanging += each.take().isPresent() ? 1 : 0;
            }
            if (before == hanging) {
                return hanging;
            }
        }
        return hanging;
    }

    private Work work(String source, Slots slots) {
        return new Work(source, new Budget(1, now::get), now::get, slots);
    }

    /** Else calls that hang would hold up every other Azure subscription until they time out. */
    @Test
    void calls_that_hang_in_some_subscriptions_leave_slots_for_each_other_one() throws Exception {
        Slots slots = new Slots(32, 32);
        slots.shareAmong(6, 2);
        Work work = work("batch-account", slots);

        assertThat(hang(work, "one")).isBetween(8, 16);
        assertThat(hang(work, "two")).isBetween(4, 16);
        assertThat(hang(work, "three")).isPositive();
        assertThat(hang(work, "four")).isPositive();
        work.add(request("five", "b"));
        assertThat(work.workers()).hasSize(1);
        assertThat(work.take().map(ask -> ask.request().target().id().name())).contains("b");
    }

    @Test
    void calls_of_one_source_that_hang_leave_slots_for_the_others_of_the_subscription() throws Exception {
        Slots slots = new Slots(32, 32);
        slots.shareAmong(2, 4);

        assertThat(hang(work("maps-keys", slots), "one")).isPositive();
        assertThat(hang(work("batch-account", slots), "one")).isPositive();
        assertThat(hang(work("apim-subscription", slots), "two")).isPositive();
    }

    @Test
    void who_is_alone_may_use_every_slot() throws Exception {
        Slots slots = new Slots(32, 32);
        slots.shareAmong(1, 1);

        assertThat(hang(work("maps-keys", slots), "one")).isEqualTo(32);
    }

    @Test
    void a_slot_that_is_given_back_is_used_again_within_the_share() throws Exception {
        Slots slots = new Slots(4, 4);
        slots.shareAmong(2, 1);
        Work work = work("maps-keys", slots);
        assertThat(hang(work, "one")).isEqualTo(2);
        assertThat(work.resumesIn()).hasValue(101);
        assertThat(work.workers()).hasSize(1);
        assertThat(work.take()).isEmpty();
        QueuedRequest ended = new QueuedRequest(request("one", "a"), slots.lane("maps-keys", "one"), 1, 0, false);

        assertThat(work.another(ended, work.turnEnds())).isPresent();
        assertThat(work.workers()).hasSize(1);
        assertThat(work.take()).isEmpty();
    }

    /** As an answer that never comes says nothing of how quick the server is. */
    @Test
    void where_the_few_workers_that_a_quick_server_needs_all_hang_others_begin() throws Exception {
        Slots slots = new Slots(1_000, 1_000);
        for (int i = 0; i < 100; i++) {
            slots.took(1);
        }
        int few = slots.useful();
        Work work = work("maps-keys", slots);
        assertThat(hang(work, "one")).isEqualTo(few);
        assertThat(work.workers()).isEmpty();
        assertThat(work.resumesIn()).hasValue(101);
        now.addAndGet(SECOND);

        assertThat(work.workers()).isNotEmpty();
        assertThat(work.take()).isPresent();
    }

    private Optional<String> taken() throws InterruptedException {
        return work.take().map(ask -> ask.request().target().id().name());
    }

    private QueuedRequest ask() throws InterruptedException {
        return work.take().orElseThrow();
    }

    @Test
    void what_was_added_is_taken_once_in_turn() throws Exception {
        work.add(request("s", "a"));
        work.add(request("s", "b"));
        work.workers();

        assertThat(taken()).contains("a");
        assertThat(taken()).contains("b");
        work.done(ANY);
        work.done(ANY);
        assertThat(taken()).isEmpty();
        assertThat(work.isEmpty()).isTrue();
    }

    /** Else it would wait for a connection with its budget spent, and be made after a Retry-After that it knows nothing of. */
    @Test
    void what_cannot_be_made_at_once_spends_nothing() throws Exception {
        Slots slots = new Slots(1, CONCURRENCY);
        Work one = new Work("batch-account", budget, now::get, slots);
        Work other = new Work("maps-keys", budget, now::get, slots);
        one.add(request("one", "a"));
        other.add(request("other", "b"));
        one.workers();
        other.workers();
        assertThat(one.take()).isPresent();
        CompletableFuture<Optional<QueuedRequest>> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return other.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Awaitility.await().until(slots::areWanted);
        assertThat(budget.affordable("other", Kind.READS)).isEqualTo(250);

        one.done(ANY);
        assertThat(waiting.get()).isPresent();
        assertThat(budget.affordable("other", Kind.READS)).isEqualTo(249);
    }

    @Test
    void there_are_no_more_workers_than_calls_that_can_be_afforded() {
        Budget small = new Budget(0.01, now::get);
        Work poor = new Work("batch-account", small, now::get, new Slots(100, CONCURRENCY));
        for (int i = 0; i < 10; i++) {
            poor.add(request("s", "a" + i));
        }

        assertThat(poor.workers()).hasSize(2);
    }

    @Test
    void what_holds_calls_up_is_named() throws Exception {
        work.add(request("one", "a"));
        assertThat(work.take()).isPresent();
        assertThat(work.hindrance()).contains("ARM answers slowly");
        budget.block("one", Kind.READS, 7 * SECOND);
        work.add(request("one", "b"));
        work.workers();
        assertThat(work.take()).isEmpty();

        assertThat(work.hindrance()).contains("Retry-After").doesNotContain("concurrency");
    }

    @Test
    void subscriptions_take_turns() throws Exception {
        work.add(request("one", "a"));
        work.add(request("one", "b"));
        work.add(request("other", "c"));

        assertThat(taken()).contains("a");
        assertThat(taken()).contains("c");
        assertThat(taken()).contains("b");
    }

    @Test
    void a_subscription_out_of_budget_delays_its_own_calls_only() throws Exception {
        budget.block("one", Kind.READS, 7 * SECOND);
        work.add(request("one", "a"));
        work.add(request("other", "b"));

        assertThat(taken()).contains("b");
        assertThat(taken()).isEmpty();
        assertThat(work.isEmpty()).isFalse();
        now.addAndGet(7 * SECOND);
        assertThat(taken()).contains("a");
    }

    @Test
    void a_call_that_is_put_off_is_not_made_before_its_time_and_counts_its_attempts() throws Exception {
        work.add(request("s", "a"));
        QueuedRequest first = ask();
        work.again(first, 7 * SECOND);
        work.done(ANY);

        now.addAndGet(7 * SECOND - 1);
        assertThat(taken()).isEmpty();
        assertThat(work.isEmpty()).isFalse();
        now.addAndGet(1);
        assertThat(ask().attempt()).isEqualTo(2);
        assertThat(work.isEmpty()).isTrue();
    }

    @Test
    void what_is_put_off_for_a_shorter_time_comes_first() throws Exception {
        work.add(request("s", "a"));
        work.add(request("s", "b"));
        work.again(ask(), 9 * SECOND);
        work.again(ask(), SECOND);
        work.done(ANY);
        work.done(ANY);
        now.addAndGet(9 * SECOND);

        assertThat(taken()).contains("b");
        assertThat(taken()).contains("a");
    }

    @Test
    void there_are_as_many_workers_as_calls_up_to_the_concurrency() {
        work.add(request("s", "a"));
        assertThat(work.workers()).hasSize(1).containsOnly(work);
        assertThat(work.workers()).isEmpty();
        for (int i = 0; i < 10; i++) {
            work.add(request("s", "n" + i));
        }

        assertThat(work.workers()).hasSize(CONCURRENCY - 1);
        assertThat(work.workers()).isEmpty();
    }

    /** Else a scan would go on with as many workers as it had lists to begin with, and a slow call would hold up others. */
    @Test
    void a_worker_that_waits_for_arm_counts_for_no_other_call() throws Exception {
        work.add(request("s", "a"));
        work.workers();
        ask();
        work.add(request("s", "b"));

        assertThat(work.resumesIn()).hasValue(1);
        assertThat(work.workers()).hasSize(1);
    }

    @Test
    void a_worker_that_has_ended_is_replaced_when_there_is_more() throws Exception {
        work.add(request("s", "a"));
        work.workers();
        ask();
        work.done(ANY);
        assertThat(taken()).isEmpty();
        work.add(request("s", "b"));

        assertThat(work.workers()).hasSize(1);
    }

    @Test
    void it_is_said_once_when_what_must_wait_is_resumed() throws Exception {
        work.add(request("s", "a"));
        work.workers();
        budget.block("s", Kind.READS, 7 * SECOND);
        assertThat(taken()).isEmpty();

        assertThat(work.resumesIn()).hasValue(7001);
        assertThat(work.resumesIn()).isEmpty();
        now.addAndGet(7 * SECOND);
        assertThat(work.workers()).hasSize(1);
        assertThat(taken()).contains("a");
    }

    @Test
    void what_can_be_resumed_sooner_is_said_all_the_same() throws Exception {
        work.add(request("s", "a"));
        work.workers();
        QueuedRequest put = ask();
        work.again(put, 7 * SECOND);
        work.done(ANY);
        assertThat(taken()).isEmpty();
        assertThat(work.resumesIn()).hasValue(7001);
        work.add(request("other", "b"));

        assertThat(work.resumesIn()).hasValue(1);
        assertThat(work.resumesIn()).isEmpty();
    }

    @Test
    void nothing_is_resumed_where_nothing_waits_or_all_who_may_are_at_it() {
        assertThat(work.resumesIn()).isEmpty();
        work.add(request("s", "a"));
        work.workers();

        assertThat(work.resumesIn()).isEmpty();
    }

    @Test
    void a_worker_waits_for_what_a_sibling_may_find() throws Exception {
        work.add(request("s", "a"));
        work.workers();
        ask();
        Thread sibling = new Thread(() -> {
            work.add(request("s", "b"));
            work.done(ANY);
        });
        sibling.start();

        assertThat(taken()).contains("b");
        sibling.join();
    }

    @Test
    void after_its_end_no_call_is_made_and_none_resumed() throws Exception {
        work.add(request("s", "a"));
        work.workers();
        work.close();

        assertThat(taken()).isEmpty();
        assertThat(work.resumesIn()).isEmpty();
    }

    /** Else nobody would ask when there is budget again, and its calls would wait for another tick. */
    @Test
    void what_finds_its_budget_spent_is_resumed_when_there_is_some() throws Exception {
        budget.block("s", Kind.READS, 5_000_000_000L);
        work.add(request("s", "a"));
        assertThat(work.workers()).hasSize(1);

        assertThat(taken()).isEmpty();
        assertThat(work.resumesIn()).hasValue(5_001);
    }

    @Test
    void a_worker_goes_on_with_the_slot_that_it_has() throws Exception {
        Slots one = new Slots(1, CONCURRENCY);
        Work alone = new Work("batch-account", budget, now::get, one);
        alone.add(request("s", "a"));
        alone.add(request("s", "b"));
        alone.workers();
        assertThat(alone.take()).isPresent();

        assertThat(alone.another(ANY, alone.turnEnds())).isPresent();
        assertThat(alone.another(ANY, alone.turnEnds())).isEmpty();
        assertThat(one.take(0)).isTrue();
    }

    /** Else the source with the most to do would have all connections until it is done. */
    @Test
    void a_worker_whose_turn_is_over_makes_way_for_another_source() throws Exception {
        Slots slots = new Slots(1, CONCURRENCY);
        Work busy = new Work("batch-account", budget, now::get, slots);
        busy.add(request("s", "a"));
        busy.add(request("s", "b"));
        busy.add(request("s", "c"));
        busy.workers();
        assertThat(busy.take()).isPresent();
        long turnEnds = busy.turnEnds();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return slots.take(60_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Awaitility.await().until(slots::areWanted);
        assertThat(busy.another(ANY, turnEnds)).isPresent();
        now.addAndGet(turnEnds - now.get());

        assertThat(busy.another(ANY, turnEnds)).isEmpty();
        assertThat(waiting.get()).isTrue();
    }

    @Test
    void workers_that_are_no_longer_of_use_end() throws Exception {
        Slots slots = new Slots(1_000, 1_000);
        Work quick = new Work("batch-account", budget, now::get, slots);
        for (int i = 0; i < 200; i++) {
            quick.add(request("s", "a" + i));
        }
        assertThat(quick.workers()).hasSize(200);
        for (int i = 0; i < 100; i++) {
            slots.took(1);
        }
        assertThat(slots.useful()).isLessThan(200);

        assertThat(quick.take()).isEmpty();
    }
}
