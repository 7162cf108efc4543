package io.armwatch.poll.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationHistogramTest {
    private final DurationHistogram histogram = new DurationHistogram(Duration.ofMillis(50), Duration.ofSeconds(1));

    @Test
    void a_duration_counts_in_the_first_bucket_that_holds_it() {
        for (int millis : new int[] {1, 50, 51, 1_000, 1_001, 60_000}) {
            histogram.record(Duration.ofMillis(millis).toNanos());
        }

        assertThat(histogram.counts()).containsExactly(2, 2, 2);
        assertThat(histogram.boundsInSeconds()).containsExactly(0.05, 1, Double.POSITIVE_INFINITY);
        assertThat(histogram.sumInSeconds()).isEqualTo(62.103);
    }
}
