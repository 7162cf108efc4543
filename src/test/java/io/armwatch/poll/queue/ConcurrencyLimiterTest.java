package io.armwatch.poll.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConcurrencyLimiterTest {
    private static final int MANY = 1_000;

    private final ConcurrencyLimiter limiter = new ConcurrencyLimiter(MANY, MANY);

    private void answers(Duration each) {
        for (int i = 0; i < 100; i++) {
            limiter.took(each.toNanos());
        }
    }

    @Test
    void as_long_as_nothing_is_known_of_the_server_all_workers_are_of_use() {
        assertThat(limiter.useful()).isEqualTo(MANY);
    }

    @Test
    void a_server_that_answers_at_once_needs_few_workers_and_a_slow_one_all() {
        answers(Duration.ofMillis(1));
        assertThat(limiter.useful()).isLessThan(MANY);

        answers(Duration.ofMillis(60));
        assertThat(limiter.useful()).isEqualTo(MANY);
    }

    /** Else one answer that hangs would wake many workers, and one that is quick send them away. */
    @Test
    void a_single_answer_changes_nothing() {
        answers(Duration.ofMillis(1));
        limiter.took(Duration.ofMillis(60).toNanos());
        assertThat(limiter.useful()).isLessThan(MANY);

        answers(Duration.ofMillis(60));
        limiter.took(Duration.ofMillis(1).toNanos());
        assertThat(limiter.useful()).isEqualTo(MANY);
    }
}
