package io.armwatch.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The results as text, which is also Markdown. */
final class BenchReport {
    private final BenchResults results;
    private final BenchSettings settings;
    private final List<String> blocks = new ArrayList<>();

    private BenchReport(BenchResults results, BenchSettings settings) {
        this.results = results;
        this.settings = settings;
    }

    static String of(BenchResults results, BenchSettings settings) {
        BenchReport report = new BenchReport(results, settings);
        report.targets();
        report.clients();
        report.pairs("one by one", results.armwatch);
        report.pairs("lists", results.lists);
        report.starts();
        report.delays();
        report.signals();
        report.rest();
        return String.join("\n", report.blocks);
    }

    private void targets() {
        blocks.add("armwatch and a bare loop, %d resources, medians of %d pairs, windows of %d s, %d cores\n"
                .formatted(
                        settings.resources(),
                        settings.pairs(),
                        settings.window().toSeconds(),
                        Runtime.getRuntime().availableProcessors()));
        List<CostTarget> targets = CostTargets.of(results, settings);
        if (!targets.isEmpty()) {
            blocks.add(CostTarget.table(targets).toString());
        }
    }

    private void clients() {
        TextTable table = new TextTable(
                "client",
                "CPU s / 10,000",
                "observed / s",
                "peak RSS MiB",
                "live heap MiB",
                "threads",
                "simulator CPU s / 10,000",
                "broker CPU s / 10,000");
        client(table, "armwatch, one by one", results.armwatch);
        client(table, "bare loop, one by one", results.bare);
        client(table, "armwatch, lists", results.lists);
        results.smallHeap.ifPresent(
                run -> client(table, "armwatch, one by one, " + Bench.smallHeap(settings), List.of(run)));
        blocks.add(table.toString());
    }

    private static void client(TextTable table, String name, List<BenchRun> runs) {
        if (!runs.isEmpty()) {
            table.row(
                    name,
                    two(median(runs, run -> run.window().clientCost())),
                    whole(median(runs, run -> run.window().perSecond())),
                    whole(median(runs, run -> run.window().usage().peakMiB())),
                    whole(median(runs, BenchRun::liveHeap)),
                    whole(median(runs, run -> run.window().usage().threads())),
                    two(median(runs, run -> run.window().simulatorCost())),
                    two(median(runs, run -> run.window().brokerCost())));
        }
    }

    /** Pair by pair, CPU seconds for each 10,000. */
    private void pairs(String mode, List<BenchRun> runs) {
        List<Double> ratios = results.ratios(runs);
        if (ratios.isEmpty()) {
            return;
        }
        TextTable table = new TextTable("pair, " + mode, "armwatch", "bare loop one by one", "ratio");
        for (int i = 0; i < ratios.size(); i++) {
            table.row(
                    Integer.toString(i + 1),
                    two(runs.get(i).window().clientCost()),
                    two(results.bare.get(i).window().clientCost()),
                    two(ratios.get(i)));
        }
        Statistics all = Statistics.of(ratios);
        blocks.add(table
                + "\nratio, %s: %s (%s to %s)\n".formatted(mode, two(all.median()), two(all.min()), two(all.max())));
    }

    private void starts() {
        TextTable table = new TextTable("start, until the first poll", "s", "CPU s");
        start(table, "armwatch, a scope for each resource", results.starts);
        start(table, "armwatch, lists", results.listStarts());
        start(table, "bare loop", results.bareStarts);
        if (!results.starts.isEmpty()) {
            blocks.add(table.toString());
        }
    }

    private static void start(TextTable table, String name, List<StartupCost> starts) {
        if (!starts.isEmpty()) {
            table.row(name, two(median(starts, StartupCost::seconds)), two(median(starts, StartupCost::cpu)));
        }
    }

    private void delays() {
        TextTable table = new TextTable("ms from asking to a committed record read", "median", "99 %", "max");
        results.delays.ifPresent(delays -> delays(table, "armwatch", delays));
        results.bareDelays.ifPresent(delays -> delays(table, "bare loop", delays));
        if (results.delays.isPresent()) {
            blocks.add(table.toString());
        }
    }

    private void delays(TextTable table, String name, DelayFigures delays) {
        delay(table, name + ", 1 % change between rounds", delays.few());
        delay(table, name + ", %d change at once".formatted(Math.min(1_000, settings.resources())), delays.many());
    }

    private static void delay(TextTable table, String name, Statistics delay) {
        table.row(name, whole(delay.median()), whole(delay.percentile(0.99)), whole(delay.max()));
    }

    private void signals() {
        TextTable table = new TextTable("ms from a signal to a committed record read", "median", "99 %", "max");
        results.signals.ifPresent(delays -> {
            delay(table, "rotated Maps key", delays);
            blocks.add(table.toString());
        });
    }

    private void rest() {
        results.idle.ifPresent(idle -> blocks.add("idle: %s %% of a core, %s MiB peak RSS\n"
                .formatted(two(idle.clientShare() * 100), whole(idle.usage().peakMiB()))));
    }

    private static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
        return Statistics.of(all.stream().map(figure::applyAsDouble).toList()).median();
    }

    private static String two(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    private static String whole(double number) {
        return String.format(Locale.ROOT, "%.0f", number);
    }
}
