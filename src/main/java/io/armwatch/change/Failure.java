package io.armwatch.change;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * Why one poll failed.
 *
 * @param status the HTTP status; empty if there was no response
 * @param code ARM's own code, for example {@code AuthorizationFailed}
 * @param message ARM's own message, shortened and without control characters; never a body or a header
 * @param attempts the failed polls since the outage began, as far as this process knows
 * @param nextAttemptAt when the next poll is due
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
            throw new IllegalArgumentException("a failure needs at least one attempt");
        }
    }
}
