package io.armwatch.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final RateLimit limit = new RateLimit(3, 10, nanos::get);

    private int taken(int calls) {
        int taken = 0;
        for (int i = 0; i < calls; i++) {
            taken += limit.take() ? 1 : 0;
        }
        return taken;
    }

    @Test
    void some_calls_are_allowed_at_once_and_then_a_number_each_second() {
        assertThat(taken(10)).isEqualTo(3);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(taken(10)).isEqualTo(1);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));
        assertThat(taken(10)).isEqualTo(2);
    }

    @Test
    void what_was_not_used_is_kept_for_no_more_than_the_calls_at_once() {
        nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertThat(taken(10)).isEqualTo(3);
    }
}
