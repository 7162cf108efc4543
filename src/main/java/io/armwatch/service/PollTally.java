package io.armwatch.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts of polls by outcome, and of events, so far. */
public record PollTally(MeterRegistry meters) {
    /** In figures. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%.0f unchanged, %.0f changed, %.0f could not be polled; %.0f events",
                polls("unchanged"),
                polls("changed"),
                notSeen(),
                total("armwatch.changes"));
    }

    /** Whether every poll got an answer that reached change detection. */
    public boolean allSeen() {
        return notSeen() == 0 && total("armwatch.observations.unsent") == 0;
    }

    /** Whether another process held some of what was to be polled. */
    public boolean isSomeElsewhere() {
        return polls("elsewhere") > 0;
    }

    private double notSeen() {
        return total("armwatch.polls") - polls("unchanged") - polls("changed");
    }

    private double polls(String outcome) {
        return meters.find("armwatch.polls").tag("outcome", outcome).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private double total(String counter) {
        return meters.find(counter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
