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
final class Turns {
    private static final String FIRST_HALF = "0-29 * * * * ?";
    private static final int HALF = 30;
    /** Seconds after which a half is measured: what changed in the other one was told by then, as nothing changes meanwhile. */
    private static final int SETTLED = 11;
    /** Seconds before that, from which on there are changes again. */
    private static final int STEADY = 2;

    private static final Duration LONGEST_WINDOW = Duration.ofSeconds(16);

    private final Stage stage;
    private final Settings settings;

    Turns(Stage stage, Settings settings) {
        this.stage = stage;
        this.settings = settings;
    }

    /** Measures pair after pair. */
    void measure(Results results, Runnable afterEach) {
        Asked before = stage.arm().asked();
        try (Client armwatch = Client.armwatch(stage, stage.oneByOne(), FIRST_HALF, "")) {
            Start start = Start.of(stage.arm(), before, armwatch.running());
            Run.work(stage, armwatch);
            long made = stage.arm().made();
            int resources = armwatch.workload().ids().size();
            Run.awaitTold(armwatch, resources, Limits.DISCOVERY);
            Asked between = stage.arm().asked();
            try (Client bare = Client.bare(stage, 0)) {
                Start bareStart = Start.of(stage.arm(), between, bare.running());
                Run.awaitTold(bare, resources, Limits.DISCOVERY);
                for (int i = -settings.warmTurns(); i < settings.pairs(); i++) {
                    signal(bare, "STOP");
                    Window first = window(armwatch, 0, resources - made);
                    awaitSecond(HALF + 1, HALF + SETTLED - STEADY);
                    signal(bare, "CONT");
                    Window second = window(bare, HALF, resources - made);
                    if (i >= 0) {
                        results.armwatch.add(new Run(start, first, Double.NaN));
                        results.bare.add(new Run(bareStart, second, Double.NaN));
                        afterEach.run();
                    }
                }
                long expected = resources + stage.arm().made() - made;
                Run.awaitTold(bare, expected, Limits.TOLD);
                signal(bare, "STOP");
                Run.awaitTold(armwatch, expected, Limits.TOLD);
                results.armwatch.replaceAll(with(armwatch.running().liveHeap()));
                signal(bare, "CONT");
                results.bare.replaceAll(with(bare.running().liveHeap()));
            }
        }
    }

    private static UnaryOperator<Run> with(double liveHeap) {
        return run -> run.with(liveHeap);
    }

    /** @param besides what was to be told besides the changes */
    private Window window(Client client, int half, long besides) {
        awaitSecond(half + 1, half + SETTLED);
        Run.awaitTold(client, besides + stage.arm().made(), Limits.TOLD);
        awaitSecond(half + SETTLED - STEADY, half + SETTLED);
        int resources = client.workload().ids().size();
        // No resource changes twice in a half: whoever does not poll meanwhile could not see both.
        stage.arm().rate(Run.CHANGES_PER_RESOURCE * Math.min(1, resources / 10_000.0), resources);
        awaitSecond(half + SETTLED, half + SETTLED + 2);
        Duration length = settings.window().compareTo(LONGEST_WINDOW) < 0 ? settings.window() : LONGEST_WINDOW;
        Window window = Window.of(stage, client, length);
        stage.arm().rate(0);
        Run.require(window, client.workload());
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

    private static void signal(Client client, String name) {
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
