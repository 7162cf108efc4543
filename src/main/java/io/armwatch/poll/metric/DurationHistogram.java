package io.armwatch.poll.metric;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Durations by how long they are. Recording one takes 20 ns; a Micrometer {@code Timer} with the same buckets takes 100 ns, which would
 * make each poll dearer, for a maximum that needs the wall clock.
 */
public final class DurationHistogram {
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private final long[] bounds;
    /** One for each bound, and one for longer durations. */
    private final LongAdder[] counts;

    private final LongAdder sum = new LongAdder();

    /** @param bounds the upper bounds of its buckets, ascending */
    DurationHistogram(Duration... bounds) {
        this.bounds = Stream.of(bounds).mapToLong(Duration::toNanos).toArray();
        this.counts = Stream.generate(LongAdder::new).limit(bounds.length + 1).toArray(LongAdder[]::new);
    }

    void record(long nanos) {
        int bucket = 0;
        while (bucket < bounds.length && nanos > bounds[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sum.add(nanos);
    }

    /** The upper bounds of its buckets in seconds; the last one is infinite. */
    public double[] boundsInSeconds() {
        double[] seconds =
                LongStream.of(bounds).mapToDouble(each -> each / NANOS).toArray();
        double[] all = Arrays.copyOf(seconds, seconds.length + 1);
        all[seconds.length] = Double.POSITIVE_INFINITY;
        return all;
    }

    /** How many durations were recorded in each bucket, without those of shorter ones. */
    public long[] counts() {
        return Stream.of(counts).mapToLong(LongAdder::sum).toArray();
    }

    /** The sum of all durations in seconds. */
    public double sumInSeconds() {
        return sum.sum() / NANOS;
    }
}
