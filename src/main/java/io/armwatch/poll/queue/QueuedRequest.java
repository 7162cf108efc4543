package io.armwatch.poll.queue;

/**
 * A request that is to be made.
 *
 * @param lane whose slots it takes
 * @param attempt from 1
 * @param notBefore in nanoseconds of the clock
 * @param renewed whether it was refused once already with a token that there is another one for now
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
