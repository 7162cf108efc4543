package io.armwatch.poll.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PollMetricsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PollMetrics metrics = new PollMetrics(meters);
    private final SourceMetrics source = metrics.of("maps-keys");

    private double polls(String source, String outcome) {
        return meters.get("armwatch.polls")
                .tags("source", source, "outcome", outcome)
                .counter()
                .count();
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void each_reason_is_counted_from_0(Reason reason) {
        assertThat(polls("maps-keys", reason.text())).isZero();
        source.countFailed(reason);
        assertThat(polls("maps-keys", reason.text())).isEqualTo(1);
    }

    @Test
    void each_outcome_is_counted_from_0_for_its_source() {
        metrics.of("batch-account");
        source.countUnchanged();
        source.countChanged();
        source.countChanged();
        source.countElsewhere(3);
        source.countUnexpected();
        metrics.countUnexpected();

        assertThat(polls("maps-keys", "unchanged")).isEqualTo(1);
        assertThat(polls("maps-keys", "changed")).isEqualTo(2);
        assertThat(polls("maps-keys", "elsewhere")).isEqualTo(3);
        assertThat(polls("maps-keys", "unexpected")).isEqualTo(1);
        assertThat(polls("none", "unexpected")).isEqualTo(1);
        assertThat(polls("batch-account", "changed")).isZero();
    }

    @Test
    void scan_runs_are_measured_and_incomplete_ones_are_counted() {
        source.recordScan(Duration.ofSeconds(2).toNanos(), true);
        source.recordScan(Duration.ofSeconds(4).toNanos(), false);

        assertThat(meters.get("armwatch.scans").timer().count()).isEqualTo(2);
        assertThat(meters.get("armwatch.scans.incomplete").counter().count()).isEqualTo(1);
    }
}
