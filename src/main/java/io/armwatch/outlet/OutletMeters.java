package io.armwatch.outlet;

import io.armwatch.outlet.delivery.Fault;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;

/** The metrics of an outlet. */
final class OutletMeters {
    private static final String OUTLET = "outlet";

    private OutletMeters() {}

    static void register(OutletStatus status, MeterRegistry meters) {
        FunctionCounter.builder("armwatch.outlet.delivered", status, OutletStatus::deliveries)
                .description("Events that an outlet has delivered")
                .tag(OUTLET, status.name())
                .register(meters);
        for (Fault fault : Fault.values()) {
            FunctionCounter.builder("armwatch.outlet.failed", status, each -> each.failures(fault))
                    .description("Attempts of an outlet that failed, by whose fault it was")
                    .tags(OUTLET, status.name(), "fault", fault.text())
                    .register(meters);
        }
        FunctionCounter.builder("armwatch.outlet.dead.lettered", status, OutletStatus::deadLetters)
                .description("Events that an outlet has put among its dead letters")
                .tag(OUTLET, status.name())
                .register(meters);
        Gauge.builder("armwatch.outlet.lag.records", status, OutletStatus::lag)
                .description("Records that an outlet has still to deliver, of the partitions that this process reads")
                .tag(OUTLET, status.name())
                .register(meters);
        Gauge.builder("armwatch.outlet.last.delivery.timestamp.seconds", status, OutletMeters::lastDelivery)
                .description(
                        "When this process delivered an event of an outlet last, as a Unix time; 0 before the first")
                .tag(OUTLET, status.name())
                .register(meters);
        Gauge.builder("armwatch.outlet.paused", status, each -> each.isPaused() ? 1 : 0)
                .description("1 while an outlet is paused because its target wants no more events, else 0")
                .tag(OUTLET, status.name())
                .register(meters);
    }

    private static double lastDelivery(OutletStatus status) {
        return status.lastDelivery().map(Instant::getEpochSecond).orElse(0L);
    }
}
