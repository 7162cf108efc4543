package io.armwatch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * Both clients, each started once, taking turns by the clock so that both are as warm as they get: armwatch in the first half of
 * every minute, as its schedule has it, and the bare loop in the second, between which it is stopped.
 */
final class AlternatingRuns {
    private static final String FIRST_HALF = "0-29 * * * * ?";
    private static final int HALF = 30;
    /** Seconds after which a half is measured: changes in the other half were published by then, as nothing changes meanwhile. */
    private static final int SETTLED = 11;
    /** Seconds before that, from which on there are changes again. */
    private static final int STEADY = 2;

    private static final Duration LONGEST_WINDOW = Duration.ofSeconds(16);

    private final BenchEnvironment stage;
    private final BenchSettings settings;

    AlternatingRuns(BenchEnvironment stage, BenchSettings settings) {
        this.stage = stage;
        this.settings = settings;
    }

    /** Measures pair after pair. */
    void measure(BenchResults results, Runnable afterEach) {
        RequestCounts before = stage.arm().asked();
        try (MeasuredClient armwatch = MeasuredClient.armwatch(stage, stage.oneByOne(), FIRST_HALF, "")) {
            StartupCost start = StartupCost.of(stage.arm(), before, armwatch.running());
            BenchRun.work(stage, armwatch);
            long made = stage.arm().made();
            int resources = armwatch.workload().ids().size();
            BenchRun.awaitTold(armwatch, resources, Timeouts.DISCOVERY);
            RequestCounts between = stage.arm().asked();
            try (MeasuredClient bare = MeasuredClient.bare(stage, 0)) {
                StartupCost bareStart = StartupCost.of(stage.arm(), between, bare.running());
                BenchRun.awaitTold(bare, resources, Timeouts.DISCOVERY);
                for (int i = -settings.warmTurns(); i < settings.pairs(); i++) {
                    signal(bare, "STOP");
                    MeasuredWindow first = window(armwatch, 0, resources - made);
                    awaitSecond(HALF + 1, HALF + SETTLED - STEADY);
                    signal(bare, "CONT");
                    MeasuredWindow second = window(bare, HALF, resources - made);
                    if (i >= 0) {
                        results.armwatch.add(new BenchRun(start, first, Double.NaN));
                        results.bare.add(new BenchRun(bareStart, second, Double.NaN));
                        afterEach.run();
                    }
                }
                long expected = resources + stage.arm().made() - made;
                BenchRun.awaitTold(bare, expected, Timeouts.TOLD);
                signal(bare, "STOP");
                BenchRun.awaitTold(armwatch, expected, Timeouts.TOLD);
                results.armwatch.replaceAll(with(armwatch.running().liveHeap()));
                signal(bare, "CONT");
                results.bare.replaceAll(with(bare.running().liveHeap()));
            }
        }
    }

    private static UnaryOperator<BenchRun> with(double liveHeap) {
        return run -> run.with(liveHeap);
    }

    /** @param besides events expected besides the changes */
    private MeasuredWindow window(MeasuredClient client, int half, long besides) {
        awaitSecond(half + 1, half + SETTLED);
        BenchRun.awaitTold(client, besides + stage.arm().made(), Timeouts.TOLD);
        awaitSecond(half + SETTLED - STEADY, half + SETTLED);
        int resources = client.workload().ids().size();
        // No resource changes twice in a half: whoever does not poll meanwhile could not see both.
        stage.arm().rate(BenchRun.CHANGES_PER_RESOURCE * Math.min(1, resources / 10_000.0), resources);
        awaitSecond(half + SETTLED, half + SETTLED + 2);
        Duration length = settings.window().compareTo(LONGEST_WINDOW) < 0 ? settings.window() : LONGEST_WINDOW;
        MeasuredWindow window = MeasuredWindow.of(stage, client, length);
        stage.arm().rate(0);
        BenchRun.require(window, client.workload());
        return window;
    }

    private static void awaitSecond(int from, int before) {
        Awaitility.await("the second " + from)
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    int second = LocalTime.now(ZoneId.systemDefault()).getSecond();
                    return second >= from && second < before;
                });
    }

    private static void signal(MeasuredClient client, String name) {
        try {
            String pid = Long.toString(client.running().process().pid());
            new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
