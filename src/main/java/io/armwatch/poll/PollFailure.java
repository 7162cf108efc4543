package io.armwatch.poll;

import io.armwatch.azure.ArmError;
import io.armwatch.change.Reason;
import io.armwatch.poll.retry.FailureReasons;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a poll failed.
 *
 * @param status of the response; empty if there was none
 * @param retryAfter how long ARM asks to wait
 */
public record PollFailure(Reason reason, Optional<Integer> status, ArmError error, Optional<Duration> retryAfter) {
    /** A response that does not have the form in Azure's reference. */
    public static PollFailure invalid(String problem) {
        return new PollFailure(Reason.INVALID_RESPONSE, Optional.of(200), errorWith(problem), Optional.empty());
    }

    /** A request without a response. */
    public static PollFailure of(Exception cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new PollFailure(FailureReasons.of(cause), Optional.empty(), errorWith(message), Optional.empty());
    }

    /** A response with another status than 200. */
    public static PollFailure of(ArmResponse response, Instant now) {
        ArmError error = response.error();
        return new PollFailure(
                FailureReasons.of(response.status(), error),
                Optional.of(response.status()),
                error,
                response.retryAfter(now));
    }

    private static ArmError errorWith(String message) {
        return new ArmError(false, Optional.empty(), Optional.of(ArmError.presentable(message)));
    }

    PollFailure withReason(Reason other) {
        return new PollFailure(other, status, error, retryAfter);
    }

    /** Whether a retry would soon get the same response. */
    boolean isPermanent() {
        return FailureReasons.isPermanent(reason, error);
    }
}
