package io.armwatch.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.kafka.AdaptiveConsumer.PollTimeouts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AdaptiveConsumerTest {
    private static final Duration ASKED = Duration.ofMillis(100);

    private final PollTimeouts timeouts = new PollTimeouts();

    @Test
    void it_waits_longer_where_nothing_has_come_for_a_while() {
        quiet();
        assertThat(timeouts.timeout(ASKED)).isEqualTo(PollTimeouts.IDLE_TIMEOUT);
    }

    @Test
    void it_waits_as_asked_until_what_came_is_surely_committed() {
        quiet();
        timeouts.recordPoll(ASKED, true, 0);
        for (int i = 0; i < PollTimeouts.EMPTY_POLLS; i++) {
            assertThat(timeouts.timeout(ASKED)).isEqualTo(ASKED);
            timeouts.recordPoll(ASKED, false, 0);
        }
        assertThat(timeouts.timeout(ASKED)).isEqualTo(PollTimeouts.IDLE_TIMEOUT);
    }

    @Test
    void it_does_not_wait_where_it_is_told_not_to() {
        quiet();
        assertThat(timeouts.timeout(Duration.ZERO)).isZero();
        timeouts.recordPoll(Duration.ZERO, false, 0);
        assertThat(timeouts.timeout(ASKED)).isEqualTo(ASKED);
    }

    @Test
    void it_takes_a_breath_where_records_come_one_after_the_other() {
        long now = 1_000_000_000;
        timeouts.recordPoll(ASKED, true, now);
        assertThat(timeouts.batchDelay(ASKED, now)).isEqualTo(PollTimeouts.BATCH_DELAY.toNanos());
        assertThat(timeouts.batchDelay(ASKED, now + 5)).isEqualTo(PollTimeouts.BATCH_DELAY.toNanos() - 5);
        assertThat(timeouts.batchDelay(ASKED, now + PollTimeouts.BATCH_DELAY.toNanos() + 1))
                .isZero();
        assertThat(timeouts.batchDelay(Duration.ZERO, now)).isZero();
    }

    @Test
    void a_record_that_comes_after_none_did_is_not_held_back() {
        assertThat(timeouts.batchDelay(ASKED, 0)).isZero();
        timeouts.recordPoll(ASKED, true, 0);
        timeouts.recordPoll(ASKED, false, 0);
        assertThat(timeouts.batchDelay(ASKED, 0)).isZero();
    }

    private void quiet() {
        for (int i = 0; i < PollTimeouts.EMPTY_POLLS; i++) {
            timeouts.recordPoll(ASKED, false, 0);
        }
    }
}
