package io.armwatch.poll.retry;

import io.armwatch.change.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Whether a call is tried again within its scan, and after how long: exponential backoff with jitter, or what ARM says. */
public final class RetryPolicy {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST_IN_SCAN = Duration.ofMinutes(1);

    private final DoubleSupplier random;

    /**
     * Creates a policy with jitter of this source.
     *
     * @param random from 0 to 1
     */
    public RetryPolicy(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * When to try again.
     *
     * @param attempt the attempt that failed, from 1
     * @param retryAfter what ARM says, which is always obeyed; a time that has passed says no more than silence
     * @return empty where it is left to the next scan
     */
    public Optional<Duration> again(int attempt, Reason reason, Optional<Duration> retryAfter) {
        if (attempt >= tries(reason)) {
            return Optional.empty();
        }
        return Optional.of(retryAfter.filter(wait -> !wait.isZero()).orElseGet(() -> backoff(attempt)))
                .filter(wait -> wait.compareTo(LONGEST_IN_SCAN) <= 0);
    }

    /** Half to one and a half of a wait that doubles each time. */
    public Duration backoff(int attempt) {
        double factor = (0.5 + random.getAsDouble()) * (1L << (attempt - 1));
        return Duration.ofMillis((long) (FIRST.toMillis() * factor));
    }

    /** How often a call is tried in one scan: what is permanent, once. */
    private static int tries(Reason reason) {
        return switch (reason) {
            case THROTTLED -> 5;
            case UNREACHABLE, SERVER_ERROR -> 3;
            case TIMEOUT -> 2;
            case UNAUTHENTICATED, FORBIDDEN, MISSING, REFUSED, INVALID_RESPONSE, RETIRED -> 1;
        };
    }
}
