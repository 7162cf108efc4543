package io.armwatch.management.metric;

import io.armwatch.azure.Budget;
import io.armwatch.detection.DetectionService;
import io.armwatch.detection.KnownStates;
import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.metric.PollMetrics;
import io.armwatch.poll.plan.Schedules;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The metrics that are read at each scrape: the build, the JVM, and what armwatch watches and knows. */
public final class ServiceMetrics implements AutoCloseable {
    private final JvmGcMetrics collections = new JvmGcMetrics();

    private final MeterRegistry meters;

    private ServiceMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * What the metrics are read from.
     *
     * @param problems whether health reports a problem, by the name of its check; asked at each scrape, so it must not wait
     */
    public record Watched(
            ScanScheduler scheduler,
            PollMetrics polls,
            Budget budget,
            Schedules schedules,
            DetectionService detection,
            Map<String, BooleanSupplier> problems,
            Clock clock) {
        public Watched {
            problems = Map.copyOf(problems);
        }

        private ScrapedMetrics scraped() {
            return new ScrapedMetrics(List.of(
                    new PollDurations(polls),
                    new ScanGauges(scheduler, budget, schedules, clock),
                    new KnownStateGauges(
                            () -> detection.known().map(KnownStates::summaries).orElse(Stream.of()),
                            schedules.crons().keySet(),
                            clock),
                    new ProblemGauges(problems)));
        }
    }

    /**
     * Registers the metrics.
     *
     * @param version of armwatch
     */
    public static ServiceMetrics register(PrometheusMeterRegistry meters, String version, Watched watched) {
        Gauge.builder("armwatch.build.info", () -> 1)
                .description("The versions of armwatch and of its JVM")
                .tag("version", version)
                .tag("java", Runtime.version().toString())
                .register(meters);
        Gauge.builder("armwatch.observations.lag", watched.detection(), DetectionService::lag)
                .description("Observations in Kafka that change detection has not read yet")
                .register(meters);
        meters.getPrometheusRegistry().register(watched.scraped());
        return new ServiceMetrics(meters);
    }

    /** Registers the metrics of the JVM. It takes 30 ms of CPU, so it is not done before the first scans begin. */
    public void addJvm() {
        collections.bindTo(meters);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ClassLoaderMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        new FileDescriptorMetrics().bindTo(meters);
    }

    @Override
    public void close() {
        collections.close();
    }
}
