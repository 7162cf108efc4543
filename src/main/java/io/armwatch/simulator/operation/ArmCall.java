package io.armwatch.simulator.operation;

import java.time.Instant;
import java.util.Optional;

/**
 * One call to the simulated ARM. All times come from the simulator's clock.
 *
 * @param at when it arrived
 * @param subscription the Azure subscription, lower-cased; empty if the path has none
 * @param write whether it counts against the write limit: everything but GET and HEAD
 * @param uri path and query of the request
 * @param status 0 if no response was started
 * @param answered when the response's headers were written
 * @param retryAt the {@code Retry-After} of the response, as an instant
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
     * Whether this call's Retry-After applies to another call. A 429 applies to all calls of the Azure subscription
     * under the same limit, any other response to the same method and path only.
     */
    boolean delays(ArmCall other) {
        return status == 429
                ? write == other.write && subscription.equals(other.subscription)
                : method.equals(other.method) && path().equalsIgnoreCase(other.path());
    }
}
