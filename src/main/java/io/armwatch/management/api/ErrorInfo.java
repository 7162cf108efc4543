package io.armwatch.management.api;

import io.armwatch.azure.ArmError;
import io.armwatch.change.Failure;
import io.armwatch.change.KnownState.Outage;
import io.armwatch.management.view.FailureMessages.Failed;
import io.armwatch.poll.retry.OutageTracker.LastFailure;
import java.time.Instant;
import java.util.Optional;

/**
 * Why something cannot be polled.
 *
 * @param what the list or scope above the resource that cannot be polled; empty if it is the resource itself
 * @param message ARM's own message, where this process or a recent event knows it
 */
record ErrorInfo(
        Optional<String> what,
        String reason,
        Instant since,
        int attempts,
        Optional<Integer> status,
        Optional<String> code,
        Optional<String> message,
        Optional<String> nextAttemptAt) {
    /** Puts together what the known state, this process and the events say. */
    static ErrorInfo of(Optional<String> what, Outage outage, Optional<LastFailure> local, Optional<Failed> reported) {
        Optional<Failure> failure = local.map(LastFailure::failure);
        return new ErrorInfo(
                what,
                failure.map(each -> each.reason().text()).orElse(outage.reason().text()),
                outage.since(),
                Math.max(outage.attempts(), failure.map(Failure::attempts).orElse(0)),
                failure.flatMap(Failure::status).or(() -> reported.flatMap(Failed::status)),
                failure.flatMap(Failure::code).or(() -> reported.flatMap(Failed::code)),
                failure.flatMap(Failure::message)
                        .or(() -> reported.flatMap(Failed::message))
                        .map(ArmError::presentable),
                failure.flatMap(Failure::nextAttemptAt)
                        .map(Instant::toString)
                        .or(() -> reported.flatMap(Failed::nextAttemptAt)));
    }
}
