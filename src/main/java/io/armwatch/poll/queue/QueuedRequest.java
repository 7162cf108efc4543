package io.armwatch.poll.queue;

/**
 * A request in the queue.
 *
 * @param lane whose slots it takes
 * @param attempt from 1
 * @param notBefore the earliest time to send it, in nanoseconds of the monotonic clock
 * @param renewed whether ARM refused the token of an earlier attempt and the token was renewed since
 */
public record QueuedRequest(ArmRequest request, Lane lane, int attempt, long notBefore, boolean renewed) {
    /** The next attempt. */
    QueuedRequest again(long earliest) {
        return new QueuedRequest(request, lane, attempt + 1, earliest, renewed);
    }

    /** The same attempt, with another token. */
    QueuedRequest withAnotherToken() {
        return new QueuedRequest(request, lane, attempt, notBefore, true);
    }

    /** The same attempt, later. */
    QueuedRequest putOff(long earliest) {
        return new QueuedRequest(request, lane, attempt, earliest, renewed);
    }
}
