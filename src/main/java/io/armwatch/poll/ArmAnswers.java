package io.armwatch.poll;

import io.armwatch.change.Reason;
import io.armwatch.poll.retry.FailureReasons;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether ARM answers at all. One request without a usable answer says little; several in a row, with no answer between them to any
 * request, mean that ARM is away or cannot be reached.
 */
public final class ArmAnswers {
    /** A request is sent three times before its poll counts as failed, so one resource suffices to notice. */
    private static final int IN_A_ROW = 3;

    private final Clock clock;
    /** The requests since the last answer; null if there are none. */
    private volatile @Nullable Silence silence;

    public ArmAnswers(Clock clock) {
        this.clock = clock;
    }

    private record Silence(Instant since, int requests, PollFailure last) {
        Silence and(PollFailure next) {
            return new Silence(since, requests + 1, next);
        }
    }

    /** Notes a usable answer. Every poll calls it. */
    void markAnswered() {
        if (silence != null) {
            silence = null;
        }
    }

    /** Notes a failed request. It counts only if it had no usable answer. */
    synchronized void markFailed(PollFailure failure) {
        switch (failure.reason()) {
            case UNREACHABLE, TIMEOUT, SERVER_ERROR, INVALID_RESPONSE -> {
                Silence before = silence;
                silence = before == null ? new Silence(clock.instant(), 1, failure) : before.and(failure);
            }
            case UNAUTHENTICATED ->
                failure.status().ifPresent(status -> markAnswered()); // else there was no token to send
            case FORBIDDEN, MISSING, REFUSED, THROTTLED, RETIRED, API_VERSION -> markAnswered();
        }
    }

    /** Since when ARM has given no usable answer, why, and what to do, as a sentence; empty if it answers. */
    public Optional<String> problem() {
        return Optional.ofNullable(silence)
                .filter(now -> now.requests() >= IN_A_ROW)
                .map(now -> "Azure Resource Manager has given no usable answer since " + now.since() + ": "
                        + now.requests() + " requests in a row failed, the last one with "
                        + text(now.last()) + ". "
                        + FailureReasons.remedy(
                                now.last().reason(), now.last().error().code()));
    }

    private static String text(PollFailure failure) {
        Reason reason = failure.reason();
        return failure.error()
                .message()
                .map(message -> reason.text() + " (" + message + ")")
                .orElse(reason.text());
    }
}
