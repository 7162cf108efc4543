package io.armwatch.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was measured so far; a part that was not asked for stays empty. */
final class BenchResults {
    final List<BenchRun> armwatch = new ArrayList<>();
    final List<BenchRun> bare = new ArrayList<>();
    final List<BenchRun> lists = new ArrayList<>();
    final List<StartupCost> starts = new ArrayList<>();
    final List<StartupCost> bareStarts = new ArrayList<>();
    Optional<BenchRun> smallHeap = Optional.empty();
    Optional<DelayFigures> delays = Optional.empty();
    Optional<DelayFigures> bareDelays = Optional.empty();
    Optional<Statistics> signals = Optional.empty();
    Optional<MeasuredWindow> idle = Optional.empty();

    /** Of the one process that all windows of lists were measured of. */
    List<StartupCost> listStarts() {
        return lists.stream().limit(1).map(BenchRun::start).toList();
    }

    /** Cost of each run over that of the bare loop's run beside it, which polls one by one. */
    List<Double> ratios(List<BenchRun> runs) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(runs.size(), bare.size()); i++) {
            ratios.add(runs.get(i).window().clientCost() / bare.get(i).window().clientCost());
        }
        return ratios;
    }
}
