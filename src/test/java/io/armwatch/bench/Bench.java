package io.armwatch.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.bench.BenchSettings.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs the parts one after the other, never two clients at the same time, and says what comes of each. */
final class Bench {
    private static final Path FILE = Path.of("target", "bench.txt");
    /** Nothing is due for long. */
    private static final String NEVER = "0 0 0 1 1 ? 2099";

    private final BenchSettings settings;
    private final BenchEnvironment stage;
    private final BenchResults results = new BenchResults();

    private Bench(BenchSettings settings, BenchEnvironment stage) {
        this.settings = settings;
        this.stage = stage;
    }

    static void run(BenchSettings settings) {
        say("%s", settings);
        try (BenchEnvironment stage = new BenchEnvironment(settings)) {
            new Bench(settings, stage).run();
        }
    }

    private void run() {
        warmSimulator();
        part(Part.START, this::starts);
        part(Part.SINGLE, this::single);
        part(Part.LISTS, this::lists);
        part(Part.LATENCY, this::latency);
        part(Part.SIGNALS, this::signals);
        part(Part.IDLE, this::idle);
        part(Part.MEMORY, this::memory);
        String report = BenchReport.of(results, settings);
        System.out.println("\n" + report);
        try {
            Files.writeString(FILE, report, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So that the first pair does not pay for the simulator's and the broker's compilers. */
    private void warmSimulator() {
        say("the simulator warms up");
        try (MeasuredClient client = MeasuredClient.bare(stage, 0)) {
            MeasuredWindow.pass(settings.warmUp());
            client.running().requireAlive();
        }
    }

    private void part(Part part, Runnable measuring) {
        if (settings.parts().contains(part)) {
            say("%s", part.name().toLowerCase(Locale.ROOT));
            measuring.run();
        }
    }

    private void starts() {
        for (int i = 0; i < 3; i++) {
            results.starts.add(
                    start(() -> MeasuredClient.armwatch(stage, stage.oneByOne(), MeasuredClient.EVERY_SECOND, "")));
            results.bareStarts.add(start(() -> MeasuredClient.bare(stage, 0)));
            say("  %s, bare loop %s", last(results.starts), last(results.bareStarts));
        }
    }

    private StartupCost start(Supplier<MeasuredClient> starting) {
        RequestCounts before = stage.arm().asked();
        try (MeasuredClient client = starting.get()) {
            return StartupCost.of(stage.arm(), before, client.running());
        }
    }

    private void single() {
        if (settings.isLarge()) { // a round takes longer than a turn
            Duration warmUp = settings.warmUp().multipliedBy(settings.warmTurns());
            results.armwatch.add(run(
                    warmUp,
                    () -> MeasuredClient.armwatch(
                            stage, stage.oneByOne(), MeasuredClient.EVERY_SECOND, smallHeap(settings))));
            results.bare.add(run(warmUp, () -> MeasuredClient.bare(stage, 0)));
            return;
        }
        new AlternatingRuns(stage, settings)
                .measure(
                        results,
                        () -> say(
                                "  pair %d: %.2f, bare loop %.2f, ratio %.2f",
                                results.bare.size(),
                                last(results.armwatch).window().clientCost(),
                                last(results.bare).window().clientCost(),
                                last(results.ratios(results.armwatch))));
    }

    private void lists() {
        BenchRun.windows(
                stage,
                settings.warmUp().multipliedBy(settings.warmTurns()),
                settings.window(),
                settings.pairs(),
                () -> MeasuredClient.armwatch(stage, stage.lists(), MeasuredClient.EVERY_SECOND, ""),
                run -> results.lists.add(said(run)));
    }

    private void latency() {
        int every = DelayFigures.every(settings);
        String cron = every == 60 ? "0 * * * * ?" : "0/" + every + " * * * * ?";
        Supplier<MeasuredClient> armwatch = () -> MeasuredClient.armwatch(stage, stage.oneByOne(), cron, "");
        results.delays = Optional.of(delays(armwatch));
        results.bareDelays = Optional.of(delays(() -> MeasuredClient.bare(stage, every)));
    }

    private DelayFigures delays(Supplier<MeasuredClient> starting) {
        DelayFigures delays = DelayFigures.of(stage, settings, starting);
        say("    %s", delays);
        return delays;
    }

    private void signals() {
        results.signals = Optional.of(SignalDelays.of(stage, NEVER));
    }

    private void idle() {
        try (MeasuredClient client = MeasuredClient.armwatch(stage, stage.oneByOne(), NEVER, "")) {
            BenchRun.awaitTold(
                    client, client.workload().ids().size(), Timeouts.DISCOVERY); // by the scan of what is new
            MeasuredWindow.pass(settings.warmUp());
            MeasuredWindow window =
                    MeasuredWindow.of(stage, client, settings.window().multipliedBy(2));
            if (window.asked().requests() > 0) {
                throw new AssertionError("idle, and yet it asked: " + window.asked());
            }
            results.idle = Optional.of(window);
        }
    }

    private void memory() {
        String heap = smallHeap(settings);
        results.smallHeap = Optional.of(run(
                settings.warmUp(),
                () -> MeasuredClient.armwatch(stage, stage.oneByOne(), MeasuredClient.EVERY_SECOND, heap)));
    }

    /** The heap that is to suffice. */
    static String smallHeap(BenchSettings settings) {
        return settings.isLarge() ? "-Xmx1g" : "-Xmx128m";
    }

    private BenchRun run(Duration warmUp, Supplier<MeasuredClient> starting) {
        List<BenchRun> runs = new ArrayList<>();
        BenchRun.windows(stage, warmUp, settings.window(), 1, starting, runs::add);
        return said(runs.get(0));
    }

    private static BenchRun said(BenchRun run) {
        MeasuredWindow window = run.window();
        say(
                "    %.2f CPU s / 10,000, %.0f/s; simulator %.2f, broker %.2f; %.0f MiB",
                window.clientCost(),
                window.perSecond(),
                window.simulatorCost(),
                window.brokerCost(),
                window.usage().peakMiB());
        return run;
    }

    private static <T> T last(List<T> all) {
        return all.get(all.size() - 1);
    }

    private static void say(String format, Object... values) {
        System.out.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " "
                + String.format(Locale.ROOT, format, values));
    }
}
