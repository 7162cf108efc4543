package io.armwatch.poll.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.Budget.Kind;
import org.junit.jupiter.api.Test;

/** In which order requests are taken, and what holds them up. */
class RequestQueueTest extends RequestQueueFixture {
    @Test
    void added_requests_are_taken_once_in_order() throws Exception {
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

    @Test
    void a_subscription_is_idle_while_it_has_no_request_queued_in_flight_or_put_off() throws Exception {
        assertThat(queue.isIdle("one")).isTrue();
        queue.add(request("ONE", "a"));
        queue.claimWorkers();
        assertThat(queue.isIdle("one")).isFalse();
        assertThat(queue.isIdle("other")).isTrue();
        QueuedRequest first = queued();
        assertThat(queue.isIdle("one")).isFalse();
        queue.retryLater(first, 7 * SECOND);
        queue.finish(first);
        assertThat(queue.isIdle("one")).isFalse();
        now.addAndGet(7 * SECOND);
        QueuedRequest second = queued();
        queue.finish(second);

        assertThat(queue.isIdle("one")).isTrue();
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
}
