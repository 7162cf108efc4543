package io.armwatch.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What armwatch is to hold, as far as it was measured. */
final class CostTargets {
    private CostTargets() {}

    static List<CostTarget> of(BenchResults results, BenchSettings settings) {
        List<CostTarget> targets = new ArrayList<>();
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
        results.signals.ifPresent(delay ->
                targets.add(new CostTarget("delay from a signal, 99 %", 2_000, delay.percentile(0.99), " ms")));
        results.idle.ifPresent(
                idle -> targets.add(new CostTarget("idle, of one core", 1, idle.clientShare() * 100, " %")));
        simulator(results).ifPresent(targets::add);
        return targets;
    }

    private static Optional<CostTarget> ratio(List<Double> ratios, String what, double limit) {
        return ratios.isEmpty()
                ? Optional.empty()
                : Optional.of(new CostTarget(what, limit, Statistics.of(ratios).median(), ""));
    }

    private static Optional<CostTarget> start(List<StartupCost> starts, String what) {
        return starts.isEmpty()
                ? Optional.empty()
                : Optional.of(new CostTarget(
                        what,
                        3,
                        Statistics.of(starts.stream().map(StartupCost::cpu).toList())
                                .median(),
                        " s"));
    }

    private static Optional<CostTarget> memory(BenchResults results, BenchSettings settings) {
        return results.armwatch.stream()
                .map(run -> run.window().usage().peakMiB())
                .max(Double::compare)
                .map(most -> new CostTarget("peak RSS", settings.isLarge() ? 1_024 : 350, most, " MiB"));
    }

    private static List<CostTarget> delay(String when, Statistics delay) {
        return List.of(
                new CostTarget("delay while " + when + ", median", 250, delay.median(), " ms"),
                new CostTarget("delay while " + when + ", 99 %", 1_000, delay.percentile(0.99), " ms"));
    }

    /** The simulator is to cost less than either client, or it would be what is measured. */
    private static Optional<CostTarget> simulator(BenchResults results) {
        return results.bare.stream()
                .map(run -> run.window().simulatorCost() / run.window().clientCost())
                .max(Double::compare)
                .map(most -> new CostTarget("simulator's CPU over the bare loop's, in any pair", 1, most, ""));
    }
}
