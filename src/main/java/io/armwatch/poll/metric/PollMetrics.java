package io.armwatch.poll.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The metrics of polling. All metrics of a source are there, at 0, as soon as it is asked for. */
public final class PollMetrics {
    private final MeterRegistry meters;
    private final ConcurrentMap<String, SourceMetrics> sources = new ConcurrentHashMap<>();
    private final Counter unexpected;
    private final Counter unsent;

    public PollMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.unexpected = SourceMetrics.polls(meters, "none", SourceMetrics.UNEXPECTED);
        this.unsent = Counter.builder("armwatch.observations.unsent")
                .description("Observations that Kafka did not accept; the next poll finds the same")
                .register(meters);
    }

    /** The metrics of a source. */
    public SourceMetrics of(String source) {
        SourceMetrics known = sources.get(source); // unlike computeIfAbsent, takes no lock
        return known != null ? known : sources.computeIfAbsent(source, same -> new SourceMetrics(meters, same));
    }

    /** How long requests took, by source. */
    public Map<String, DurationHistogram> pollDurations() {
        Map<String, DurationHistogram> durations = new TreeMap<>();
        sources.forEach((source, metrics) -> durations.put(source, metrics.pollDurations()));
        return durations;
    }

    /** Counts an unexpected failure outside a poll. */
    public void countUnexpected() {
        unexpected.increment();
    }

    /** Counts observations that were not sent. */
    public void countUnsent(int observations) {
        unsent.increment(observations);
    }
}
