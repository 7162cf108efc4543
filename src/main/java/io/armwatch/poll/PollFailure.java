package io.armwatch.poll;

import io.armwatch.azure.ArmError;
import io.armwatch.change.Reason;
import io.armwatch.poll.retry.FailureReasons;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a poll came to nothing.
 *
 * @param status of the response; empty where there was none
 * @param retryAfter for how long ARM wants to be left alone
 */
record PollFailure(Reason reason, Optional<Integer> status, ArmError error, Optional<Duration> retryAfter) {
    /** The response is not what the reference describes. */
    static PollFailure invalid(String problem) {
        return new PollFailure(Reason.INVALID_RESPONSE, Optional.of(200), because(problem), Optional.empty());
    }

    /** There is no response. */
    static PollFailure of(Exception cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new PollFailure(FailureReasons.of(cause), Optional.empty(), because(message), Optional.empty());
    }

    /** The response has another status than 200. */
    static PollFailure of(ArmResponse response, Instant now) {
        ArmError error = response.error();
        return new PollFailure(
                FailureReasons.of(response.status(), error),
                Optional.of(response.status()),
                error,
                response.retryAfter(now));
    }

    private static ArmError because(String message) {
        return new ArmError(false, Optional.empty(), Optional.of(ArmError.presentable(message)));
    }

    PollFailure withReason(Reason other) {
        return new PollFailure(other, status, error, retryAfter);
    }

    /** Whether ARM itself will say the same again, so that asking soon is of no use. */
    boolean isPermanent() {
        return FailureReasons.isPermanent(reason, error);
    }
}
