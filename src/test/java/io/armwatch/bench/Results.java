package io.armwatch.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was measured so far; a part that was not asked for stays empty. */
final class Results {
    final List<Run> armwatch = new ArrayList<>();
    final List<Run> bare = new ArrayList<>();
    final List<Run> lists = new ArrayList<>();
    final List<Start> starts = new ArrayList<>();
    final List<Start> bareStarts = new ArrayList<>();
    Optional<Run> smallHeap = Optional.empty();
    Optional<Delays> delays = Optional.empty();
    Optional<Delays> bareDelays = Optional.empty();
    Optional<Window> idle = Optional.empty();

    /** Of the one process that all windows of lists were measured of. */
    List<Start> listStarts() {
        return lists.stream().limit(1).map(Run::start).toList();
    }

    /** Cost of each run over that of the bare loop's run beside it, which polls one by one. */
    List<Double> ratios(List<Run> runs) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(runs.size(), bare.size()); i++) {
            ratios.add(runs.get(i).window().clientCost() / bare.get(i).window().clientCost());
        }
        return ratios;
    }
}
