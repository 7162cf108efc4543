package io.armwatch.signal;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.signal.PausedSources.Effect;
import io.armwatch.signal.PausedSources.PauseState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PausedSourcesTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private final PausedSources sources = new PausedSources();

    private static PauseState paused(int second) {
        return new PauseState(true, NOON.plusSeconds(second));
    }

    private static PauseState resumed(int second) {
        return new PauseState(false, NOON.plusSeconds(second));
    }

    @Test
    void a_source_is_paused_until_it_is_resumed() {
        assertThat(sources.apply("maps-keys", paused(1))).isEqualTo(Effect.CHANGED);
        assertThat(sources.isPaused("maps-keys")).isTrue();
        assertThat(sources.isPaused("batch-account")).isFalse();
        assertThat(sources.all()).containsExactly(entry("maps-keys", NOON.plusSeconds(1)));

        assertThat(sources.apply("maps-keys", resumed(2))).isEqualTo(Effect.CHANGED);
        assertThat(sources.all()).isEmpty();
    }

    @Test
    void a_late_pause_does_not_undo_a_later_resume() {
        sources.apply("maps-keys", resumed(2));

        assertThat(sources.apply("maps-keys", paused(1))).isEqualTo(Effect.OUTDATED);
        assertThat(sources.isPaused("maps-keys")).isFalse();
    }

    @Test
    void the_same_signal_again_changes_nothing() {
        sources.apply("maps-keys", paused(1));

        assertThat(sources.apply("maps-keys", paused(1))).isEqualTo(Effect.CONFIRMED);
        assertThat(sources.apply("maps-keys", paused(5))).isEqualTo(Effect.CONFIRMED);
    }

    @Test
    void every_order_of_the_same_signals_ends_in_the_same_state() {
        List<PauseState> signals = List.of(paused(1), resumed(2), paused(3), resumed(4), paused(5));
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            List<PauseState> order = new ArrayList<>(signals);
            Collections.shuffle(order, random);
            PausedSources process = new PausedSources();
            order.forEach(signal -> process.apply("maps-keys", signal));
            assertThat(process.isPaused("maps-keys")).as("%s", order).isTrue();
        }
    }

    @Test
    void a_source_that_this_version_does_not_know_is_ignored() {
        assertThat(sources.apply("a-source-of-tomorrow", paused(1))).isEqualTo(Effect.CONFIRMED);
        assertThat(sources.all()).isEmpty();
    }
}
