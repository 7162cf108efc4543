package io.armwatch.outlet.delivery;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: twice as long each time, up to a limit, and by chance up to half of that less, so that
 * outlets do not try again all at once.
 *
 * @param first the wait after the first attempt
 * @param longest the limit
 * @param random from 0 to 1
 */
public record Backoff(Duration first, Duration longest, DoubleSupplier random) {
    private static final int MOST_DOUBLINGS = 30;

    /** The wait after this many failed attempts, at least 1; the wait that the target asked for, if that is longer. */
    Duration after(int attempts, Failure failure) {
        long limit = longest.toMillis();
        long doubled = Math.min(limit, first.toMillis() << Math.min(attempts - 1, MOST_DOUBLINGS));
        Duration own = Duration.ofMillis((long) (doubled * (1 - random.getAsDouble() / 2)));
        return failure.retryAfter().filter(asked -> asked.compareTo(own) > 0).orElse(own);
    }
}
