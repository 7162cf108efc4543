package io.armwatch.change;

import static java.util.Objects.requireNonNull;

import io.armwatch.change.Deadline.CertificateExpiry;
import io.armwatch.change.Deadline.KeyAge;
import io.armwatch.change.Deadline.KeyExpiry;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * When a part of a resource expires.
 *
 * @param kind {@link #CERTIFICATE}, {@link #SUBSCRIPTION}, or the kind of a {@link KeyExpiry}
 */
public record Expiry(String kind, Instant at) {
    public static final String CERTIFICATE = "certificate";
    /** A subscription of API Management. */
    public static final String SUBSCRIPTION = "subscription";

    /** Every kind of expiry. */
    public static final List<String> KINDS = List.of(CERTIFICATE, KeyExpiry.KEY, KeyExpiry.SECRET, SUBSCRIPTION);

    public Expiry {
        requireNonNull(kind, "kind");
        requireNonNull(at, "at");
    }

    /** The expiries among deadlines, without those that do not matter or state no time. The age of a key is none. */
    public static List<Expiry> of(Collection<Deadline> deadlines) {
        return deadlines.stream()
                .filter(each -> !(each instanceof KeyAge) && Deadlines.isEffective(each))
                .flatMap(each -> Deadlines.time(each).instant().stream().map(at -> new Expiry(kind(each), at)))
                .toList();
    }

    private static String kind(Deadline deadline) {
        if (deadline instanceof KeyExpiry key) {
            return key.kind();
        }
        return deadline instanceof CertificateExpiry ? CERTIFICATE : SUBSCRIPTION;
    }
}
