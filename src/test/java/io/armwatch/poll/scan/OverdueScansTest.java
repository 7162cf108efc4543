package io.armwatch.poll.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.poll.plan.Schedules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverdueScansTest {
    private static final String SOURCE = "maps-keys";
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:07.250Z");

    private static OverdueScans every(String cron) {
        return new OverdueScans(new Schedules(Map.of(SOURCE, cron)), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"* * * * * ?", "0-29 * * * * ?", "0 0/5 * * * ?", "0 0 3 * * ?", "0 0 0 1 1 ? 2099"})
    void a_scan_is_overdue_after_three_ticks_whatever_was_asked_before(String cron) {
        OverdueScans overdue = every(cron);
        Random random = new Random(1);
        for (int i = 0; i < 3_000; i++) {
            long elapsed = Duration.ofSeconds(30).toNanos()
                    + random.nextLong(Duration.ofDays(5).toNanos());

            assertThat(overdue.overdueFor(SOURCE, elapsed))
                    .as("%s", Duration.ofNanos(elapsed))
                    .isEqualTo(every(cron).overdueFor(SOURCE, elapsed));
        }
    }

    @Test
    void no_scan_is_overdue_within_30_seconds() {
        assertThat(every("* * * * * ?")
                        .overdueFor(SOURCE, Duration.ofSeconds(29).toNanos()))
                .isEmpty();
        assertThat(every("* * * * * ?")
                        .overdueFor(SOURCE, Duration.ofSeconds(31).toNanos()))
                .contains(Duration.ofSeconds(31));
    }

    @Test
    void three_ticks_must_have_passed() {
        OverdueScans overdue = every("0 0/5 * * * ?");

        assertThat(overdue.overdueFor(SOURCE, Duration.ofMinutes(10).toNanos())).isEmpty();
        assertThat(overdue.overdueFor(SOURCE, Duration.ofMinutes(11).toNanos())).isPresent();
    }
}
