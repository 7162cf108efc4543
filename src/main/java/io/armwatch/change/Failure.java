package io.armwatch.change;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * Why one poll failed.
 *
 * @param status the HTTP status, empty where there was no answer
 * @param code ARM's own code, for example {@code AuthorizationFailed}
 * @param message ARM's own words, cut and free of control characters; never a body or a header
 * @param attempts the polls that have failed since the outage began, as far as this process knows
 * @param nextAttemptAt when it will be polled again
 */
public record Failure(
        Reason reason,
        Optional<Integer> status,
        Optional<String> code,
        Optional<String> message,
        int attempts,
        Optional<Instant> nextAttemptAt) {
    public Failure {
        requireNonNull(reason, "reason");
        if (attempts < 1) {
            throw new IllegalArgumentException("a failure has at least one attempt");
        }
    }
}
