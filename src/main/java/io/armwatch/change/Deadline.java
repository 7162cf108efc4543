package io.armwatch.change;

import java.util.Optional;
import java.util.Set;

/**
 * A time after which a state of a resource is reported although nothing else has changed. The same state always gives the same deadlines.
 * A resource has at most one deadline of a type for each part; of several the earliest counts.
 */
public sealed interface Deadline {
    /** The part that it concerns, which becomes the event's subject; empty for the resource as a whole. */
    Optional<String> part();

    /** JSON Pointers of the fields that its events report, so that {@code resource.changed} does not repeat them. */
    Set<String> paths();

    /**
     * A certificate expires.
     *
     * @param part for example a host name
     */
    record CertificateExpiry(
            Optional<String> part,
            Optional<String> thumbprint,
            Optional<String> subjectName,
            Optional<String> issuer,
            Optional<String> serialNumber,
            Timestamp notAfter,
            Set<String> paths)
            implements Deadline {
        public CertificateExpiry {
            paths = Set.copyOf(paths);
        }
    }

    /**
     * A key or secret expires.
     *
     * @param kind {@link #KEY} or {@link #SECRET}
     * @param part the key, if the resource holds several
     * @param version another version is a rotation
     */
    record KeyExpiry(
            String kind, Optional<String> part, Optional<String> version, Timestamp expiresAt, Set<String> paths)
            implements Deadline {
        public static final String KEY = "key";
        public static final String SECRET = "secret";
        /** A time that Azure writes for "not set". */
        private static final Timestamp NEVER = new Timestamp("9999-12-31T23:59:59Z");

        public KeyExpiry {
            paths = Set.copyOf(paths);
        }

        /**
         * A key or secret without an expiry. It is never reported, but its version shows that one that was reported has
         * been rotated, and not extended.
         */
        public static KeyExpiry never(String kind, Optional<String> part, Optional<String> version) {
            return new KeyExpiry(kind, part, version, NEVER, Set.of());
        }
    }

    /** The expiry date of an API Management subscription, at which Azure itself does nothing. */
    record SubscriptionExpiry(Timestamp expirationDate, Optional<String> state, Set<String> paths) implements Deadline {
        public SubscriptionExpiry {
            paths = Set.copyOf(paths);
        }

        @Override
        public Optional<String> part() {
            return Optional.empty();
        }
    }

    /**
     * A key grows old. A key that nobody can use has no such deadline, for example of a storage account with
     * {@code allowSharedKeyAccess} false.
     *
     * @param policyDays the greatest age by the resource's own policy, which goes before the setting
     */
    record KeyAge(String key, Timestamp rotatedAt, Optional<Integer> policyDays) implements Deadline {
        public KeyAge {
            policyDays = policyDays.filter(days -> days > 0);
        }

        @Override
        public Optional<String> part() {
            return Optional.of(key);
        }

        @Override
        public Set<String> paths() {
            return Set.of();
        }
    }
}
