package io.armwatch.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.kafka.AdaptiveConsumer.Patience;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AdaptiveConsumerTest {
    private static final Duration ASKED = Duration.ofMillis(100);

    private final Patience patience = new Patience();

    @Test
    void it_waits_longer_after_a_quiet_time() {
        quiet();
        assertThat(patience.of(ASKED)).isEqualTo(Patience.QUIET);
    }

    @Test
    void it_waits_as_requested_until_received_records_are_committed() {
        quiet();
        patience.found(ASKED, true, 0);
        for (int i = 0; i < Patience.EMPTY_POLLS; i++) {
            assertThat(patience.of(ASKED)).isEqualTo(ASKED);
            patience.found(ASKED, false, 0);
        }
        assertThat(patience.of(ASKED)).isEqualTo(Patience.QUIET);
    }

    @Test
    void a_consumer_that_must_not_wait_does_not_wait() {
        quiet();
        assertThat(patience.of(Duration.ZERO)).isZero();
        patience.found(Duration.ZERO, false, 0);
        assertThat(patience.of(ASKED)).isEqualTo(ASKED);
    }

    @Test
    void it_pauses_briefly_when_records_arrive_one_after_another() {
        long now = 1_000_000_000;
        patience.found(ASKED, true, now);
        assertThat(patience.breath(ASKED, now)).isEqualTo(Patience.BREATH.toNanos());
        assertThat(patience.breath(ASKED, now + 5)).isEqualTo(Patience.BREATH.toNanos() - 5);
        assertThat(patience.breath(ASKED, now + Patience.BREATH.toNanos() + 1)).isZero();
        assertThat(patience.breath(Duration.ZERO, now)).isZero();
    }

    @Test
    void a_record_after_a_quiet_time_is_not_held_back() {
        assertThat(patience.breath(ASKED, 0)).isZero();
        patience.found(ASKED, true, 0);
        patience.found(ASKED, false, 0);
        assertThat(patience.breath(ASKED, 0)).isZero();
    }

    private void quiet() {
        for (int i = 0; i < Patience.EMPTY_POLLS; i++) {
            patience.found(ASKED, false, 0);
        }
    }
}
