package io.armwatch.management.metric;

import io.armwatch.change.Expiry;
import io.armwatch.change.Incident;
import io.armwatch.change.Reason;
import io.armwatch.detection.StateSummary;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The gauges of the known states that this process holds: resources, open incidents and outages, and what expires next. */
final class KnownStateGauges implements Supplier<List<MetricSnapshot>> {
    private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

    private final Supplier<Stream<StateSummary>> states;
    private final Collection<String> sources;
    private final Clock clock;

    /** @param sources the sources that are polled, whose counts are shown even at 0 */
    KnownStateGauges(Supplier<Stream<StateSummary>> states, Collection<String> sources, Clock clock) {
        this.states = states;
        this.sources = sources;
        this.clock = clock;
    }

    @Override
    public List<MetricSnapshot> get() {
        Counts counts = new Counts(clock.instant());
        for (String source : sources) {
            counts.resources.put(source, 0);
            Incident.TYPES.forEach(kind -> counts.incidents.put(new Key(source, kind), 0));
            Stream.of(Reason.values()).forEach(reason -> counts.outages.put(new Key(source, reason.text()), 0));
        }
        states.get().forEach(counts::add);
        return counts.snapshots();
    }

    private record Key(String source, String kind) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = source.compareTo(other.source);
            return order != 0 ? order : kind.compareTo(other.kind);
        }
    }

    private static final class Counts {
        private final Instant now;
        private final Map<String, Integer> resources = new TreeMap<>();
        private final Map<Key, Integer> incidents = new TreeMap<>();
        private final Map<Key, Integer> outages = new TreeMap<>();
        private final Map<Key, Instant> expiries = new TreeMap<>();

        Counts(Instant now) {
            this.now = now;
        }

        void add(StateSummary state) {
            if (state.resource()) {
                resources.merge(state.source(), 1, Integer::sum);
            }
            state.incidents().forEach(type -> incidents.merge(new Key(state.source(), type), 1, Integer::sum));
            state.outage().ifPresent(reason -> outages.merge(new Key(state.source(), reason.text()), 1, Integer::sum));
            state.expiries().stream()
                    .filter(expiry -> expiry.at().isAfter(now))
                    .forEach(expiry -> addExpiry(state.source(), expiry));
        }

        private void addExpiry(String source, Expiry expiry) {
            expiries.merge(
                    new Key(source, expiry.kind()), expiry.at(), (one, other) -> one.isBefore(other) ? one : other);
        }

        List<MetricSnapshot> snapshots() {
            GaugeFamily known = new GaugeFamily("armwatch_resources_known", "Resources whose state is known", "source");
            resources.forEach((source, number) -> known.add(number, source));
            return GaugeFamily.snapshots(
                    known,
                    family("armwatch_incidents_open", "Incidents that have begun and not ended", "kind", incidents),
                    family(
                            "armwatch_outages_open",
                            "Resources and lists whose polls fail, by the reason that was published",
                            "reason",
                            outages),
                    nextExpiry());
        }

        private static GaugeFamily family(String name, String help, String label, Map<Key, Integer> counts) {
            GaugeFamily family = new GaugeFamily(name, help, "source", label);
            counts.forEach((key, number) -> family.add(number, key.source(), key.kind()));
            return family;
        }

        private GaugeFamily nextExpiry() {
            GaugeFamily family = new GaugeFamily(
                    "armwatch_next_expiry_days",
                    "Days until the next certificate, key, secret or subscription expires",
                    "source",
                    "kind");
            expiries.forEach((key, at) ->
                    family.add(Duration.between(now, at).toSeconds() / SECONDS_A_DAY, key.source(), key.kind()));
            return family;
        }
    }
}
