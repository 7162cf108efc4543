package io.armwatch.poll.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.Budget;
import io.armwatch.azure.Budget.Kind;
import org.junit.jupiter.api.Test;

/** How many workers run, and when more are started. */
class RequestQueueWorkersTest extends RequestQueueFixture {
    @Test
    void there_are_no_more_workers_than_calls_that_can_be_afforded() {
        Budget small = new Budget(0.01, now::get);
        RequestQueue poor =
                new RequestQueue("batch-account", small, now::get, new ConcurrencyLimiter(100, CONCURRENCY));
        for (int i = 0; i < 10; i++) {
            poor.add(request("s", "a" + i));
        }

        assertThat(poor.workers()).hasSize(2);
    }

    @Test
    void there_are_as_many_workers_as_calls_up_to_the_concurrency() {
        queue.add(request("s", "a"));
        assertThat(queue.workers()).hasSize(1).containsOnly(queue);
        assertThat(queue.workers()).isEmpty();
        for (int i = 0; i < 10; i++) {
            queue.add(request("s", "n" + i));
        }

        assertThat(queue.workers()).hasSize(CONCURRENCY - 1);
        assertThat(queue.workers()).isEmpty();
    }

    /** Else a scan would go on with as many workers as it had lists to begin with, and a slow call would hold up others. */
    @Test
    void a_worker_that_waits_for_arm_counts_for_no_other_call() throws Exception {
        queue.add(request("s", "a"));
        queue.workers();
        queued();
        queue.add(request("s", "b"));

        assertThat(queue.resumesIn()).hasValue(1);
        assertThat(queue.workers()).hasSize(1);
    }

    @Test
    void a_worker_that_has_ended_is_replaced_when_there_is_more() throws Exception {
        queue.add(request("s", "a"));
        queue.workers();
        queued();
        queue.done(ANY);
        assertThat(taken()).isEmpty();
        queue.add(request("s", "b"));

        assertThat(queue.workers()).hasSize(1);
    }

    @Test
    void the_time_until_waiting_requests_resume_is_given_once() throws Exception {
        queue.add(request("s", "a"));
        queue.workers();
        budget.block("s", Kind.READS, 7 * SECOND);
        assertThat(taken()).isEmpty();

        assertThat(queue.resumesIn()).hasValue(7001);
        assertThat(queue.resumesIn()).isEmpty();
        now.addAndGet(7 * SECOND);
        assertThat(queue.workers()).hasSize(1);
        assertThat(taken()).contains("a");
    }

    @Test
    void an_earlier_resume_time_is_given_as_well() throws Exception {
        queue.add(request("s", "a"));
        queue.workers();
        QueuedRequest put = queued();
        queue.again(put, 7 * SECOND);
        queue.done(ANY);
        assertThat(taken()).isEmpty();
        assertThat(queue.resumesIn()).hasValue(7001);
        queue.add(request("other", "b"));

        assertThat(queue.resumesIn()).hasValue(1);
        assertThat(queue.resumesIn()).isEmpty();
    }

    @Test
    void nothing_is_resumed_if_nothing_waits_or_all_workers_are_busy() {
        assertThat(queue.resumesIn()).isEmpty();
        queue.add(request("s", "a"));
        queue.workers();

        assertThat(queue.resumesIn()).isEmpty();
    }

    @Test
    void a_worker_waits_for_requests_that_a_sibling_may_add() throws Exception {
        queue.add(request("s", "a"));
        queue.workers();
        queued();
        Thread sibling = new Thread(() -> {
            queue.add(request("s", "b"));
            queue.done(ANY);
        });
        sibling.start();

        assertThat(taken()).contains("b");
        sibling.join();
    }

    @Test
    void a_closed_queue_makes_and_resumes_no_request() throws Exception {
        queue.add(request("s", "a"));
        queue.workers();
        queue.close();

        assertThat(taken()).isEmpty();
        assertThat(queue.resumesIn()).isEmpty();
    }

    /** Else nobody would ask when there is budget again, and its calls would wait for another tick. */
    @Test
    void a_request_without_budget_is_resumed_when_there_is_some() throws Exception {
        budget.block("s", Kind.READS, 5_000_000_000L);
        queue.add(request("s", "a"));
        assertThat(queue.workers()).hasSize(1);

        assertThat(taken()).isEmpty();
        assertThat(queue.resumesIn()).hasValue(5_001);
    }

    @Test
    void workers_that_are_no_longer_of_use_end() throws Exception {
        ConcurrencyLimiter limiter = new ConcurrencyLimiter(1_000, 1_000);
        RequestQueue quick = new RequestQueue("batch-account", budget, now::get, limiter);
        for (int i = 0; i < 200; i++) {
            quick.add(request("s", "a" + i));
        }
        assertThat(quick.workers()).hasSize(200);
        for (int i = 0; i < 100; i++) {
            limiter.took(1);
        }
        assertThat(limiter.useful()).isLessThan(200);

        assertThat(quick.take()).isEmpty();
    }
}
