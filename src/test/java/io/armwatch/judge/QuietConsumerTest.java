package io.armwatch.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.judge.QuietConsumer.Patience;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class QuietConsumerTest {
    private static final Duration ASKED = Duration.ofMillis(100);

    private final Patience patience = new Patience();

    @Test
    void it_waits_longer_where_nothing_has_come_for_a_while() {
        quiet();
        assertThat(patience.of(ASKED)).isEqualTo(Patience.QUIET);
    }

    @Test
    void it_waits_as_asked_until_what_came_is_surely_committed() {
        quiet();
        patience.found(ASKED, true);
        for (int i = 0; i < Patience.EMPTY_POLLS; i++) {
            assertThat(patience.of(ASKED)).isEqualTo(ASKED);
            patience.found(ASKED, false);
        }
        assertThat(patience.of(ASKED)).isEqualTo(Patience.QUIET);
    }

    @Test
    void it_does_not_wait_where_it_is_told_not_to() {
        quiet();
        assertThat(patience.of(Duration.ZERO)).isZero();
        patience.found(Duration.ZERO, false);
        assertThat(patience.of(ASKED)).isEqualTo(ASKED);
    }

    private void quiet() {
        for (int i = 0; i < Patience.EMPTY_POLLS; i++) {
            patience.found(ASKED, false);
        }
    }
}
