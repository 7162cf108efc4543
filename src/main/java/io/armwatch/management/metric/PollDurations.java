package io.armwatch.management.metric;

import io.armwatch.poll.metric.DurationHistogram;
import io.armwatch.poll.metric.PollMetrics;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;

/** The histogram of how long requests to ARM take, by source. */
final class PollDurations implements Supplier<List<MetricSnapshot>> {
    private final PollMetrics metrics;

    PollDurations(PollMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public List<MetricSnapshot> get() {
        HistogramSnapshot.Builder builder = HistogramSnapshot.builder();
        builder.name("armwatch_poll_duration_seconds").help("Time from a request to ARM to its answer or failure");
        metrics.pollDurations().forEach((source, durations) -> builder.dataPoint(point(source, durations)));
        return List.of(builder.build());
    }

    private static HistogramDataPointSnapshot point(String source, DurationHistogram durations) {
        return HistogramDataPointSnapshot.builder()
                .labels(Labels.of("source", source))
                .classicHistogramBuckets(ClassicHistogramBuckets.of(durations.boundsInSeconds(), durations.counts()))
                .sum(durations.sumInSeconds())
                .build();
    }
}
