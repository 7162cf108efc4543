package io.armwatch.bench;

import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * From the start of the process to its first poll, with an empty state.
 *
 * @param cpu seconds of the whole process
 */
record Start(double seconds, double cpu) {
    static Start of(Arm arm, Asked before, Running client) {
        Awaitility.await("the first poll")
                .atMost(Limits.START)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    client.requireAlive();
                    return arm.asked().since(before).requests() > 0;
                });
        return new Start(client.secondsSinceStart(), client.usage().cpu());
    }
}
