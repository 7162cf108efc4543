package io.armwatch.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * One client from its start to its end: first polls, everything seen once, warm, measured, and all changes told.
 *
 * @param liveHeap MiB once garbage is collected, after the window
 */
record Run(Start start, Window window, double liveHeap) {
    static final double CHANGES_PER_RESOURCE = 0.01;
    private static final Duration WARM_AT_LEAST = Duration.ofSeconds(10);
    private static final long WARM_OBSERVATIONS = 150_000;

    Run with(double measuredHeap) {
        return new Run(start, window, measuredHeap);
    }

    /** Measures one window after the other of one client, once it is warm. */
    static void windows(Stage stage, Settings settings, int count, Supplier<Client> starting, Consumer<Run> runs) {
        Arm arm = stage.arm();
        Asked before = arm.asked();
        try (Client client = starting.get()) {
            Start start = Start.of(arm, before, client.running());
            work(stage, client);
            long made = arm.made();
            awaitTold(client, client.workload().ids().size(), Limits.DISCOVERY);
            arm.rate(CHANGES_PER_RESOURCE * client.workload().perRequest());
            warmUp(arm, client, settings.warmUp());
            List<Window> windows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                windows.add(Window.of(stage, client, settings.window()));
            }
            arm.rate(0);
            awaitTold(client, client.workload().ids().size() + arm.made() - made, Limits.TOLD);
            double liveHeap = client.running().liveHeap();
            for (Window window : windows) {
                require(window, client.workload());
                runs.accept(new Run(start, window, liveHeap));
            }
        }
    }

    /** From now on this client's resources are changed, at first none. */
    static void work(Stage stage, Client client) {
        Workload workload = client.workload();
        stage.arm().work(stage.file(workload.name(), workload.ids().stream()));
    }

    /** Waits until all was told, and requires that not more was. */
    static void awaitTold(Client client, long expected, Duration patience) {
        Awaitility.await("%d told".formatted(expected))
                .atMost(patience)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    client.running().requireAlive();
                    return client.tap().told() >= expected;
                });
        if (client.tap().told() > expected) {
            throw new AssertionError(client.tap().told() + " were told, and only " + expected + " to be told");
        }
    }

    private static void warmUp(Arm arm, Client client, Duration atMost) {
        Asked before = arm.asked();
        double perRequest = client.workload().perRequest();
        Duration atLeast = WARM_AT_LEAST.compareTo(atMost) < 0 ? WARM_AT_LEAST : atMost;
        Window.pass(atLeast);
        Awaitility.await("warm")
                .atMost(atMost.plusMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .until(untilPassed(atMost.minus(atLeast), () -> {
                    client.running().requireAlive();
                    return arm.asked().since(before).requests() * perRequest >= WARM_OBSERVATIONS;
                }));
    }

    private static Callable<Boolean> untilPassed(Duration time, Supplier<Boolean> or) {
        long end = System.nanoTime() + time.toNanos();
        return () -> System.nanoTime() >= end || or.get();
    }

    /** Only what belongs to the work was asked; of lists, as many pages as the scans that were told have. */
    static void require(Window window, Workload workload) {
        Asked asked = window.asked();
        boolean lists = workload.pages() > 0;
        if (asked.others() != 0 || (lists ? asked.resources() : asked.pages()) != 0 || asked.requests() == 0) {
            throw new AssertionError(workload.name() + ": asked was " + asked);
        }
        double walks = (double) asked.pages() / workload.requests();
        double told = (double) window.scans() / workload.scopes().size();
        if (lists && Math.abs(walks - told) > 2) {
            throw new AssertionError("%d pages in %d scans told".formatted(asked.pages(), window.scans()));
        }
    }
}
