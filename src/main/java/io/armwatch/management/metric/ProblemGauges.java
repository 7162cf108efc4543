package io.armwatch.management.metric;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A gauge for each kind of problem that health reports, whether it makes armwatch unready or not. Reading it waits for nobody. */
final class ProblemGauges implements Supplier<List<MetricSnapshot>> {
    private final Map<String, BooleanSupplier> problems;

    /** @param problems whether there is one, by the name of its health check */
    ProblemGauges(Map<String, BooleanSupplier> problems) {
        this.problems = new TreeMap<>(problems);
    }

    @Override
    public List<MetricSnapshot> get() {
        GaugeFamily family = new GaugeFamily(
                "armwatch_health_problem", "1 while health reports a problem, also one that leaves it UP", "check");
        problems.forEach((check, problem) -> family.add(problem.getAsBoolean() ? 1 : 0, check));
        return GaugeFamily.snapshots(family);
    }
}
