package io.armwatch.outlet.webhook;

import io.armwatch.azure.RetryAfter;
import io.armwatch.outlet.delivery.Failure;
import io.armwatch.outlet.delivery.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a receiver answered.
 *
 * @param retryAfter its Retry-After header
 * @param date its Date header
 */
record WebhookAnswer(int status, Optional<String> retryAfter, Optional<String> date) {
    /**
     * Why the event is not delivered; empty if it is.
     *
     * @param host the receiver
     */
    Optional<Failure> failure(String host, Instant now) {
        if (status >= 200 && status < 300) {
            return Optional.empty();
        }
        Fault fault = fault(status);
        Optional<Duration> wait = fault == Fault.TARGET ? RetryAfter.parse(retryAfter, date, now) : Optional.empty();
        return Optional.of(new Failure(fault, host + " answers " + status + remedy(status), wait));
    }

    /** An answer that depends on the event concerns the event; one that depends on the address or the sender, the whole outlet. */
    private static Fault fault(int status) {
        return switch (status) {
            case 410 -> Fault.GONE;
            case 400, 413, 414, 415, 422, 431 -> Fault.EVENT;
            case 401, 403, 404, 405, 407, 408, 421, 425, 429, 502, 503, 504 -> Fault.TARGET;
            default -> status < 400 ? Fault.TARGET : Fault.UNKNOWN;
        };
    }

    private static String remedy(int status) {
        if (status >= 300 && status < 400) {
            return ": armwatch follows no redirects; set the address to which it leads as url";
        }
        return switch (status) {
            case 401, 403 -> ": correct the outlet's secret or authorization";
            case 404, 405 -> ": correct the outlet's url";
            default -> "";
        };
    }
}
