package io.armwatch.poll.queue;

/**
 * A request in the queue.
 *
 * @param lane whose slots it takes
 * @param attempt from 1
 * @param notBefore the earliest time to send it, in nanoseconds of the monotonic clock
 * @param renewed whether ARM refused the token of an earlier attempt and the token was renewed since
 * @param refusedVersions how many api-versions ARM has refused for it
 */
public record QueuedRequest(
        ArmRequest request, Lane lane, int attempt, long notBefore, boolean renewed, int refusedVersions) {
    /** The first attempt. */
    QueuedRequest(ArmRequest request, Lane lane, long notBefore) {
        this(request, lane, 1, notBefore, false, 0);
    }

    /** The next attempt. */
    QueuedRequest again(long earliest) {
        return new QueuedRequest(request, lane, attempt + 1, earliest, renewed, refusedVersions);
    }

    /** The same attempt, with another token. */
    QueuedRequest withAnotherToken() {
        return new QueuedRequest(request, lane, attempt, notBefore, true, refusedVersions);
    }

    /** The same attempt, later. */
    QueuedRequest putOff(long earliest) {
        return new QueuedRequest(request, lane, attempt, earliest, renewed, refusedVersions);
    }

    /** The same attempt, with another api-version. */
    QueuedRequest withAnotherVersion() {
        return new QueuedRequest(request.fromBeginning(), lane, attempt, notBefore, renewed, refusedVersions + 1);
    }
}
