package io.armwatch.simulator.operation;

import java.time.Instant;
import java.util.Optional;

/**
 * One call of ARM that a simulator saw. All times are of the simulator's clock.
 *
 * @param at when it arrived
 * @param subscription the Azure subscription, lower-cased; empty where the path names none
 * @param write whether it spends the budget of writes: everything but GET and HEAD
 * @param uri path and query as they were asked for
 * @param status 0 where no answer was begun
 * @param answered when the answer's headers were written
 * @param retryAt what {@code Retry-After} said, as an instant
 */
public record ArmCall(
        Instant at,
        String subscription,
        boolean write,
        String method,
        String uri,
        int status,
        Optional<Instant> answered,
        Optional<Instant> retryAt) {

    /** The uri without its query. */
    public String path() {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /**
     * Whether this answer asks that other call to wait: a 429 asks all calls of the Azure subscription that spend the
     * same budget, any other answer with a {@code Retry-After} only the same call.
     */
    boolean delays(ArmCall other) {
        return status == 429
                ? write == other.write && subscription.equals(other.subscription)
                : method.equals(other.method) && path().equalsIgnoreCase(other.path());
    }
}
