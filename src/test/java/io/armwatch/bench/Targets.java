package io.armwatch.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What armwatch is to hold, as far as it was measured. */
final class Targets {
    private Targets() {}

    static List<Target> of(Results results, Settings settings) {
        List<Target> targets = new ArrayList<>();
        ratio(results.ratios(results.armwatch), "CPU, one by one, over the bare loop", 1.5)
                .ifPresent(targets::add);
        ratio(results.ratios(results.lists), "CPU, lists, over the bare loop one by one", 0.3)
                .ifPresent(targets::add);
        memory(results, settings).ifPresent(targets::add);
        start(results.starts, "CPU from start to first poll, a scope for each resource")
                .ifPresent(targets::add);
        start(results.listStarts(), "CPU from start to first poll, lists").ifPresent(targets::add);
        results.delays.ifPresent(delays -> {
            targets.addAll(delay("1 % change", delays.few()));
            targets.addAll(delay("1,000 change at once", delays.many()));
        });
        results.idle.ifPresent(idle -> targets.add(new Target("idle, of one core", 1, idle.clientShare() * 100, " %")));
        simulator(results).ifPresent(targets::add);
        return targets;
    }

    private static Optional<Target> ratio(List<Double> ratios, String what, double limit) {
        return ratios.isEmpty()
                ? Optional.empty()
                : Optional.of(new Target(what, limit, Statistics.of(ratios).median(), ""));
    }

    private static Optional<Target> start(List<Start> starts, String what) {
        return starts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Target(
                        what,
                        3,
                        Statistics.of(starts.stream().map(Start::cpu).toList()).median(),
                        " s"));
    }

    private static Optional<Target> memory(Results results, Settings settings) {
        return results.armwatch.stream()
                .map(run -> run.window().usage().peakMiB())
                .max(Double::compare)
                .map(most -> new Target("peak RSS", settings.isLarge() ? 1_024 : 350, most, " MiB"));
    }

    private static List<Target> delay(String when, Statistics delay) {
        return List.of(
                new Target("delay while " + when + ", median", 250, delay.median(), " ms"),
                new Target("delay while " + when + ", 99 %", 1_000, delay.percentile(0.99), " ms"));
    }

    /** The simulator is to cost less than either client, or it would be what is measured. */
    private static Optional<Target> simulator(Results results) {
        return results.bare.stream()
                .map(run -> run.window().simulatorCost() / run.window().clientCost())
                .max(Double::compare)
                .map(most -> new Target("simulator's CPU over the bare loop's, in any pair", 1, most, ""));
    }
}
