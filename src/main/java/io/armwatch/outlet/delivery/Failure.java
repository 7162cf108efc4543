package io.armwatch.outlet.delivery;

import io.armwatch.azure.ArmError;
import io.armwatch.config.Secrets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An attempt that failed.
 *
 * @param reason for people: one short line without secrets, without the paths of addresses and without what the target answered
 * @param retryAfter how long the target asks to wait
 */
public record Failure(Fault fault, String reason, Optional<Duration> retryAfter) {
    private static final int LONGEST = 200;
    /** What follows the host is often secret: the path of a chat's webhook is all that one needs to write there. */
    private static final Pattern ADDRESS =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)(?:[^\\s/@]*@)?([^\\s/?#]+)[/?#]\\S*");

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    public Failure {
        reason = shortened(
                ADDRESS.matcher(Secrets.mask(ArmError.presentable(reason))).replaceAll("$1$2/…"));
        retryAfter = retryAfter.map(asked -> asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked);
    }

    public Failure(Fault fault, String reason) {
        this(fault, reason, Optional.empty());
    }

    /** The failure of a step of a route. Of an exception that is not armwatch's own, it is not known whose fault it is. */
    public static Failure of(Throwable thrown) {
        if (thrown instanceof DeliveryException known) {
            return known.failure();
        }
        String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
        return new Failure(Fault.UNKNOWN, thrown.getClass().getSimpleName() + message);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
