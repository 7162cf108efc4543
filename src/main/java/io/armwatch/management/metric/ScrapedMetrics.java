package io.armwatch.management.metric;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics that are computed at each scrape and cost nothing between scrapes. Micrometer's {@code MultiGauge} would keep a meter for each of
 * some thousand pairs of source and Azure subscription, and renew them on a timer.
 */
final class ScrapedMetrics implements MultiCollector {
    private static final Logger LOG = LoggerFactory.getLogger(ScrapedMetrics.class);

    private final List<Supplier<List<MetricSnapshot>>> sources;

    ScrapedMetrics(List<Supplier<List<MetricSnapshot>>> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public MetricSnapshots collect() {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        sources.forEach(source -> snapshots.addAll(snapshots(source)));
        return new MetricSnapshots(snapshots);
    }

    /** What cannot be computed is left out of this scrape, so that the others are not lost. */
    private static List<MetricSnapshot> snapshots(Supplier<List<MetricSnapshot>> source) {
        try {
            return source.get();
        } catch (RuntimeException e) {
            LOG.debug("Some metrics cannot be computed now", e);
            return List.of();
        }
    }
}
