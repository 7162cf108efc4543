package io.armwatch.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * Milliseconds from the moment at which a client asked and could see a change to the record as a consumer of committed records has
 * it: what lies beyond the wait for the next poll.
 *
 * @param few while 1 % of all changed between two rounds
 * @param many while 1,000 resources did
 */
record DelayFigures(Statistics few, Statistics many) {
    /** Seconds from one round to the next; a longer pause for more resources, so that the CPU is never busy. */
    static int every(BenchSettings settings) {
        return settings.isLarge() ? 60 : 5;
    }

    static DelayFigures of(BenchEnvironment stage, BenchSettings settings, Supplier<MeasuredClient> starting) {
        try (MeasuredClient client = starting.get()) {
            BenchRun.work(stage, client);
            BenchRun.awaitTold(client, client.workload().ids().size(), Timeouts.DISCOVERY);
            Delaying delaying = new Delaying(stage.arm(), client, every(settings));
            int all = settings.resources();
            delaying.rounds(Math.max(1, settings.warmTurns()), Math.min(1_000, all));
            Statistics few = delaying.rounds(5, Math.max(1, all / 100));
            Statistics many = delaying.rounds(2, Math.min(1_000, all));
            return new DelayFigures(few, many);
        }
    }

    private record Delaying(SimulatorControl arm, MeasuredClient client, int everySeconds) {
        /** Makes so many changes before each of some rounds. */
        Statistics rounds(int rounds, int changes) {
            List<Double> all = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                awaitPause();
                client.tap().takeLatencies();
                long before = client.tap().told();
                arm.change(changes);
                BenchRun.awaitTold(client, before + changes, Timeouts.TOLD);
                all.addAll(client.tap().takeLatencies());
            }
            return Statistics.of(all);
        }

        /** Half a round's time after its begin: what is changed now is seen in the next one. */
        private void awaitPause() {
            long every = everySeconds * 1_000L;
            Awaitility.await("a pause")
                    .atMost(Timeouts.START)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        long into = System.currentTimeMillis() % every;
                        return into > every / 2 && into < every * 6 / 10;
                    });
        }
    }
}
