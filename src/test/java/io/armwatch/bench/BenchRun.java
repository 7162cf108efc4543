package io.armwatch.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * One client from its start to its end: first polls, everything seen once, warm, measured, and all changes published.
 *
 * @param liveHeap MiB once garbage is collected, after the window
 */
record BenchRun(StartupCost start, MeasuredWindow window, double liveHeap) {
    static final double CHANGES_PER_RESOURCE = 0.01;

    BenchRun with(double measuredHeap) {
        return new BenchRun(start, window, measuredHeap);
    }

    /** Measures one window after the other of one client, once it is warm. */
    static void windows(
            BenchEnvironment stage,
            Duration warmUp,
            Duration window,
            int count,
            Supplier<MeasuredClient> starting,
            Consumer<BenchRun> runs) {
        SimulatorControl arm = stage.arm();
        RequestCounts before = arm.asked();
        try (MeasuredClient client = starting.get()) {
            StartupCost start = StartupCost.of(arm, before, client.running());
            work(stage, client);
            long made = arm.made();
            awaitTold(client, client.workload().ids().size(), Timeouts.DISCOVERY);
            arm.rate(CHANGES_PER_RESOURCE * client.workload().perRequest());
            MeasuredWindow.pass(warmUp);
            List<MeasuredWindow> windows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                windows.add(MeasuredWindow.of(stage, client, window));
            }
            arm.rate(0);
            awaitTold(client, client.workload().ids().size() + arm.made() - made, Timeouts.TOLD);
            double liveHeap = client.running().liveHeap();
            for (MeasuredWindow measured : windows) {
                require(measured, client.workload());
                runs.accept(new BenchRun(start, measured, liveHeap));
            }
        }
    }

    /** From now on this client's resources are changed, at first none. */
    static void work(BenchEnvironment stage, MeasuredClient client) {
        Workload workload = client.workload();
        stage.arm().work(stage.file(workload.name(), workload.ids().stream()));
    }

    /** Waits until all was published, and requires that nothing else was. */
    static void awaitTold(MeasuredClient client, long expected, Duration patience) {
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

    /** Only what belongs to the work was asked; of lists, as many pages as the reported scans have. */
    static void require(MeasuredWindow window, Workload workload) {
        RequestCounts asked = window.asked();
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
