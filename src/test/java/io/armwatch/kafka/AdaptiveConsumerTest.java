package io.armwatch.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.kafka.AdaptiveConsumer.PollTimeouts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AdaptiveConsumerTest {
    private static final Duration ASKED = Duration.ofMillis(100);

    private final PollTimeouts timeouts = new PollTimeouts();

    @Test
    void it_waits_longer_after_a_quiet_time() {
        quiet();
        assertThat(timeouts.timeout(ASKED)).isEqualTo(PollTimeouts.IDLE_TIMEOUT);
    }

    @Test
    void it_waits_as_requested_until_received_records_are_committed() {
        quiet();
        timeouts.recordPoll(ASKED, true, 0);
        for (int i = 0; i < PollTimeouts.EMPTY_POLLS; i++) {
            assertThat(timeouts.timeout(ASKED)).isEqualTo(ASKED);
            timeouts.recordPoll(ASKED, false, 0);
        }
        assertThat(timeouts.timeout(ASKED)).isEqualTo(PollTimeouts.IDLE_TIMEOUT);
    }

    @Test
    void a_consumer_that_must_not_wait_does_not_wait() {
        quiet();
        assertThat(timeouts.timeout(Duration.ZERO)).isZero();
        timeouts.recordPoll(Duration.ZERO, false, 0);
        assertThat(timeouts.timeout(ASKED)).isEqualTo(ASKED);
    }

    @Test
    void it_pauses_briefly_when_records_arrive_one_after_another() {
        long now = 1_000_000_000;
        timeouts.recordPoll(ASKED, true, now);
        assertThat(timeouts.batchDelay(ASKED, now)).isEqualTo(PollTimeouts.BATCH_DELAY.toNanos());
        assertThat(timeouts.batchDelay(ASKED, now + 5)).isEqualTo(PollTimeouts.BATCH_DELAY.toNanos() - 5);
        assertThat(timeouts.batchDelay(ASKED, now + PollTimeouts.BATCH_DELAY.toNanos() + 1))
                .isZero();
        assertThat(timeouts.batchDelay(Duration.ZERO, now)).isZero();
    }

    @Test
    void a_record_after_a_quiet_time_is_not_held_back() {
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
