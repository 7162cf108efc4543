package io.armwatch.bench;

import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * From the start of the process to its first poll, with an empty state.
 *
 * @param cpu seconds of the whole process
 */
record StartupCost(double seconds, double cpu) {
    static StartupCost of(SimulatorControl arm, RequestCounts before, ChildProcess client) {
        Awaitility.await("the first poll")
                .atMost(Timeouts.START)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    client.requireAlive();
                    return arm.asked().since(before).requests() > 0;
                });
        return new StartupCost(client.secondsSinceStart(), client.usage().cpu());
    }
}
