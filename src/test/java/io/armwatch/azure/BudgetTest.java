package io.armwatch.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.Budget.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BudgetTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** It begins just before the clock of nanoseconds overflows, as that may. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND);

    private Budget budget(double share) {
        return new Budget(share, now::get);
    }

    private static int burst(Budget budget, String subscription, Kind kind) {
        int calls = 0;
        while (budget.take(subscription, kind) == 0) {
            calls++;
        }
        return calls;
    }

    @ParameterizedTest
    @CsvSource({"READS, 1, 250", "WRITES, 1, 200", "READS, 0.5, 125", "WRITES, 0.5, 100", "READS, 0.001, 1"})
    void a_burst_is_as_large_as_the_share_of_the_bucket(Kind kind, double share, int calls) {
        assertThat(burst(budget(share), "s", kind)).isEqualTo(calls);
    }

    @ParameterizedTest
    @CsvSource({"READS, 1, 25", "WRITES, 1, 10", "READS, 0.5, 12", "WRITES, 0.5, 5"})
    void an_empty_bucket_is_refilled_at_the_share_of_the_rate(Kind kind, double share, int perSecond) {
        Budget budget = budget(share);
        burst(budget, "s", kind);
        now.addAndGet(SECOND);

        assertThat(burst(budget, "s", kind)).isEqualTo(perSecond);
    }

    @Test
    void a_call_that_is_given_back_can_be_made_but_never_more_than_arm_has_left() {
        Budget budget = budget(1);
        burst(budget, "s", Kind.READS);
        budget.giveBack("s", Kind.READS);
        assertThat(burst(budget, "s", Kind.READS)).isEqualTo(1);

        now.addAndGet(1000 * SECOND);
        assertThat(budget.take("s", Kind.READS)).isZero();
        budget.setRemaining("s", Kind.READS, 3);
        budget.giveBack("s", Kind.READS);
        assertThat(burst(budget, "s", Kind.READS)).isEqualTo(3);
    }

    @Test
    void a_bucket_holds_no_more_than_its_size_however_long_it_fills() {
        Budget budget = budget(0.5);
        burst(budget, "s", Kind.READS);
        now.addAndGet(1000 * SECOND);

        assertThat(burst(budget, "s", Kind.READS)).isEqualTo(125);
    }

    @ParameterizedTest
    @EnumSource
    void after_the_stated_wait_there_is_one_request_and_no_earlier_one(Kind kind) {
        Budget budget = budget(0.5);
        burst(budget, "s", kind);
        long wait = budget.take("s", kind);

        now.addAndGet(wait - 1);
        assertThat(budget.take("s", kind)).isPositive();
        now.addAndGet(1);
        assertThat(burst(budget, "s", kind)).isEqualTo(1);
    }

    @Test
    void reads_writes_and_subscriptions_are_counted_apart() {
        Budget budget = budget(1);
        burst(budget, "one", Kind.READS);

        assertThat(burst(budget, "one", Kind.WRITES)).isEqualTo(200);
        assertThat(burst(budget, "other", Kind.READS)).isEqualTo(250);
    }

    @Test
    void a_subscription_is_the_same_in_any_casing() {
        Budget budget = budget(1);
        burst(budget, "ABC", Kind.READS);

        assertThat(budget.take("abc", Kind.READS)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"100, 50", "1, 0", "0, 0", "-5, 0", "11999, 125"})
    void what_arm_says_is_left_lowers_the_budget_and_never_raises_it(long remaining, int calls) {
        Budget budget = budget(0.5);
        budget.setRemaining("s", Kind.READS, remaining);

        assertThat(burst(budget, "s", Kind.READS)).isEqualTo(calls);
    }

    @Test
    void an_empty_bucket_is_not_filled_by_what_arm_says_is_left() {
        Budget budget = budget(0.5);
        burst(budget, "s", Kind.READS);
        budget.setRemaining("s", Kind.READS, 200);

        assertThat(budget.take("s", Kind.READS)).isPositive();
    }

    @Test
    void what_is_left_of_the_reads_says_nothing_of_the_writes() {
        Budget budget = budget(1);
        budget.setRemaining("s", Kind.READS, 0);

        assertThat(budget.take("s", Kind.WRITES)).isZero();
    }

    @Test
    void a_tenant_limit_reported_by_arm_holds_for_all_its_subscriptions() {
        Budget budget = budget(0.5);
        assertThat(burst(budget, "before", Kind.READS)).isEqualTo(125);
        budget.setRemainingInTenant(Kind.READS, 20);

        assertThat(burst(budget, "one", Kind.READS)).isEqualTo(10);
        assertThat(burst(budget, "other", Kind.READS)).isZero();
        assertThat(budget.take("one", Kind.WRITES)).isZero();
        now.addAndGet(SECOND);
        assertThat(burst(budget, "other", Kind.READS)).isEqualTo(12);
    }

    @Test
    void what_a_subscription_may_not_spend_costs_the_tenant_nothing() {
        Budget budget = budget(1);
        budget.setRemainingInTenant(Kind.READS, 10);
        budget.setRemaining("empty", Kind.READS, 0);

        assertThat(burst(budget, "empty", Kind.READS)).isZero();
        assertThat(burst(budget, "other", Kind.READS)).isEqualTo(10);
    }

    @Test
    void nothing_is_spent_before_a_block_is_over() {
        Budget budget = budget(1);
        budget.block("s", Kind.READS, 7 * SECOND);

        now.addAndGet(7 * SECOND - 1);
        assertThat(budget.take("s", Kind.READS)).isEqualTo(1);
        assertThat(budget.take("s", Kind.WRITES)).isZero();
        assertThat(budget.take("other", Kind.READS)).isZero();
        now.addAndGet(1);
        assertThat(budget.take("s", Kind.READS)).isZero();
    }

    @Test
    void a_shorter_block_does_not_end_a_longer_one() {
        Budget budget = budget(1);
        budget.block("s", Kind.READS, 7 * SECOND);
        budget.block("s", Kind.READS, SECOND);

        assertThat(budget.take("s", Kind.READS)).isEqualTo(7 * SECOND);
    }

    /** As the simulator counts it: whatever is asked for, no ten seconds see more than the bucket and what flows into it. */
    @ParameterizedTest
    @CsvSource({"READS, 0.5", "WRITES, 0.5", "READS, 1", "WRITES, 0.1"})
    void no_ten_seconds_see_more_than_the_share_allows(Kind kind, double share) {
        Random random = new Random(42);
        Budget budget = budget(share);
        Deque<Long> window = new ArrayDeque<>();
        int most = 0;
        for (int i = 0; i < 20_000; i++) {
            now.addAndGet((long) (random.nextDouble() * (random.nextInt(50) == 0 ? 20 * SECOND : SECOND / 20)));
            while (!window.isEmpty() && now.get() - window.element() > 10 * SECOND) {
                window.remove();
            }
            if (budget.take("s", kind) == 0) {
                window.add(now.get());
            }
            if (random.nextInt(100) == 0) {
                budget.setRemaining("s", kind, random.nextInt(300));
            }
            most = Math.max(most, window.size());
        }

        assertThat((double) most).isPositive().isLessThanOrEqualTo(share * (kind.size() + 10 * kind.perSecond()));
    }

    @Test
    void before_the_first_answer_only_a_few_calls_are_spent_as_others_may_have_spent_the_rest() {
        Budget budget = Budget.ofUnknownBalance(0.5, now::get);

        assertThat(burst(budget, "s", Kind.WRITES)).isEqualTo(10);
        budget.setRemaining("s", Kind.WRITES, 6);
        assertThat(burst(budget, "s", Kind.WRITES)).isEqualTo(3);
        now.addAndGet(SECOND);
        assertThat(burst(budget, "s", Kind.WRITES)).isEqualTo(5);
    }

    @Test
    void the_first_answer_opens_the_budget_up_to_what_it_says_is_left() {
        Budget budget = Budget.ofUnknownBalance(0.5, now::get);
        burst(budget, "one", Kind.READS);
        budget.setRemaining("one", Kind.READS, 240);
        burst(budget, "other", Kind.READS);
        budget.markAnswered("other", Kind.READS);

        assertThat(burst(budget, "one", Kind.READS)).isEqualTo(115);
        assertThat(burst(budget, "other", Kind.READS)).isEqualTo(115);
    }

    @Test
    void a_small_share_begins_no_larger_than_it_is() {
        assertThat(burst(Budget.ofUnknownBalance(0.001, now::get), "s", Kind.READS))
                .isEqualTo(1);
    }
}
