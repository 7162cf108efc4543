package io.armwatch.signal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.signal.PausedSources.Effect;
import io.armwatch.signal.PausedSources.PauseRecord;
import io.armwatch.signal.PausedSources.PauseState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PausedSourcesTest {
    private static final Instant WRITTEN = Instant.parse("2026-01-01T00:00:10Z");

    private final PausedSources paused = new PausedSources();

    @Test
    void a_record_keeps_the_earlier_time_of_its_signal() {
        Instant signalled = WRITTEN.minusSeconds(5);

        assertThat(new PauseRecord(true, Optional.of(signalled)).state(WRITTEN))
                .isEqualTo(new PauseState(true, signalled));
    }

    @Test
    void a_record_from_the_future_does_not_outdate_the_signals_to_come() {
        PauseRecord future = new PauseRecord(true, Optional.of(Instant.parse("2999-01-01T00:00:00Z")));
        assertThat(paused.apply("maps-keys", future.state(WRITTEN))).isEqualTo(Effect.CHANGED);

        assertThat(paused.apply("maps-keys", new PauseState(false, WRITTEN.plusSeconds(1))))
                .isEqualTo(Effect.CHANGED);
        assertThat(paused.isPaused("maps-keys")).isFalse();
    }

    @Test
    void a_value_that_does_not_say_whether_the_source_is_paused_is_foreign() {
        assertThat(record("{\"paused\":true}")).contains(new PauseRecord(true, Optional.empty()));
        assertThat(record("{\"paused\":false,\"at\":\"2026-01-01T00:00:10Z\"}"))
                .contains(new PauseRecord(false, Optional.of(WRITTEN)));
        for (String foreign : List.of(
                "{}", "{\"paused\":\"no\"}", "{\"paused\":0}", "null", "", "[", "{\"paused\":true,\"at\":\"soon\"}")) {
            assertThat(record(foreign)).as(foreign).isEmpty();
        }
    }

    private static Optional<PauseRecord> record(String value) {
        return PauseRecord.of(value.getBytes(UTF_8));
    }

    @Test
    void a_source_of_another_version_takes_no_place() {
        assertThat(paused.apply("no-such-source", new PauseState(true, WRITTEN)))
                .isEqualTo(Effect.CONFIRMED);
        assertThat(paused.all()).isEmpty();
    }
}
