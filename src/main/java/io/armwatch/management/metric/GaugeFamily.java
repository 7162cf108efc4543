package io.armwatch.management.metric;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A gauge with labels, as it is at one scrape. */
final class GaugeFamily {
    private final String name;
    private final String help;
    private final String[] labels;
    private final List<GaugeDataPointSnapshot> rows = new ArrayList<>();

    /** @param name with its unit, as Prometheus shows it */
    GaugeFamily(String name, String help, String... labels) {
        this.name = name;
        this.help = help;
        this.labels = labels;
    }

    /** Adds the value for these labels, which no other row may have. */
    GaugeFamily add(double value, String... labelValues) {
        rows.add(new GaugeDataPointSnapshot(value, Labels.of(labels, labelValues), null));
        return this;
    }

    static List<MetricSnapshot> snapshots(GaugeFamily... families) {
        return Stream.of(families).<MetricSnapshot>map(GaugeFamily::snapshot).toList();
    }

    private GaugeSnapshot snapshot() {
        GaugeSnapshot.Builder builder = GaugeSnapshot.builder();
        builder.name(name).help(help);
        rows.forEach(builder::dataPoint);
        return builder.build();
    }
}
