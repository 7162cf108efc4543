package io.armwatch.poll.retry;

import io.armwatch.change.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Decides whether and when a request is retried within its scan: after ARM's Retry-After, or after exponential backoff with jitter. */
public final class RetryPolicy {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST_IN_SCAN = Duration.ofMinutes(1);

    private final DoubleSupplier random;

    /**
     * Creates a policy that takes its jitter from a source of random numbers.
     *
     * @param random from 0 to 1
     */
    public RetryPolicy(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * How long to wait before a retry.
     *
     * @param attempt the attempt that failed, from 1
     * @param retryAfter ARM's Retry-After, which is always obeyed; zero counts as absent
     * @return empty if the request is left to the next scan
     */
    public Optional<Duration> retryDelay(int attempt, Reason reason, Optional<Duration> retryAfter) {
        if (attempt >= maxAttempts(reason)) {
            return Optional.empty();
        }
        return Optional.of(retryAfter.filter(wait -> !wait.isZero()).orElseGet(() -> backoff(attempt)))
                .filter(wait -> wait.compareTo(LONGEST_IN_SCAN) <= 0);
    }

    /** A wait that doubles with each attempt, times a random factor between 0.5 and 1.5. */
    public Duration backoff(int attempt) {
        double factor = (0.5 + random.getAsDouble()) * (1L << (attempt - 1));
        return Duration.ofMillis((long) (FIRST.toMillis() * factor));
    }

    /** How often a request is sent in one scan at most; once if the failure is permanent. */
    private static int maxAttempts(Reason reason) {
        return switch (reason) {
            case THROTTLED -> 5;
            case UNREACHABLE, SERVER_ERROR -> 3;
            case TIMEOUT -> 2;
            case UNAUTHENTICATED, FORBIDDEN, MISSING, REFUSED, INVALID_RESPONSE, RETIRED, API_VERSION -> 1;
        };
    }
}
