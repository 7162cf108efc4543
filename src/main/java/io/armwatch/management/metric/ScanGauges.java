package io.armwatch.management.metric;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.armwatch.azure.Budget;
import io.armwatch.azure.Budget.Kind;
import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.plan.Schedules;
import io.armwatch.poll.scan.OverdueScans.Late;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The gauges of scans and of ARM's budget, for the Azure subscriptions that this process holds. */
final class ScanGauges implements Supplier<List<MetricSnapshot>> {
    private static final double MILLIS = 1_000;

    private final ScanScheduler scheduler;
    private final Budget budget;
    private final Schedules schedules;
    private final Clock clock;

    ScanGauges(ScanScheduler scheduler, Budget budget, Schedules schedules, Clock clock) {
        this.scheduler = scheduler;
        this.budget = budget;
        this.schedules = schedules;
        this.clock = clock;
    }

    @Override
    public List<MetricSnapshot> get() {
        List<String> held = scheduler.heldSubscriptions();
        GaugeFamily number =
                new GaugeFamily("armwatch_subscriptions_held", "Azure subscriptions that this process holds and polls");
        return GaugeFamily.snapshots(number.add(held.size()), lastComplete(), overdue(), periods(), budget(held));
    }

    private GaugeFamily lastComplete() {
        GaugeFamily family = new GaugeFamily(
                "armwatch_scan_last_complete_timestamp_seconds",
                "Begin of the last scan run that has seen everything; kept over restarts",
                "source",
                "subscription");
        scheduler
                .lastScans()
                .complete()
                .forEach(each ->
                        family.add(each.startedAt().toEpochMilli() / MILLIS, each.source(), each.subscription()));
        return family;
    }

    private GaugeFamily overdue() {
        Map<String, Long> late = scheduler.overdueScans().stream().collect(groupingBy(Late::source, counting()));
        GaugeFamily family = new GaugeFamily(
                "armwatch_scans_overdue",
                "Azure subscriptions in which the source has not completed a scan for three periods and 30 s",
                "source");
        sources().forEach(source -> family.add(late.getOrDefault(source, 0L), source));
        return family;
    }

    private GaugeFamily periods() {
        GaugeFamily family = new GaugeFamily(
                "armwatch_schedule_period_seconds", "Time between the next two ticks of the source", "source");
        sources()
                .forEach(source ->
                        family.add(schedules.period(source, clock.instant()).toMillis() / MILLIS, source));
        return family;
    }

    private List<String> sources() {
        return schedules.crons().keySet().stream().sorted().toList();
    }

    private GaugeFamily budget(List<String> held) {
        GaugeFamily family = new GaugeFamily(
                "armwatch_budget_left",
                "Requests to ARM that armwatch may send now; 0 while it waits for a Retry-After",
                "subscription",
                "kind");
        for (String subscription : held) {
            for (Kind kind : Kind.values()) {
                budget.left(subscription, kind).ifPresent(calls -> family.add(calls, subscription, kind.text()));
            }
        }
        return family;
    }
}
