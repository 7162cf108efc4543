package io.armwatch.source;

import io.armwatch.change.Change.KeyRotated;
import io.armwatch.change.Timestamp;
import java.util.Optional;
import java.util.Set;

/**
 * One of a resource's two keys, as a state holds it.
 *
 * @param which {@code primary} or {@code secondary}
 * @param lastUpdated Azure's own time of the last rotation, if it states one
 * @param scheme how the fingerprint was made, see {@link Fingerprints#scheme()}
 */
public record AccessKey(
        String which, Optional<Fingerprint> fingerprint, Optional<Timestamp> lastUpdated, Optional<String> scheme) {

    /** JSON Pointers of the properties that hold this key. */
    Set<String> paths() {
        return Set.of("/" + which + "Key", "/" + which + "KeyLastUpdated");
    }

    /**
     * The rotation since the state before, if there was one: the fingerprint differs, or, if the fingerprints cannot be
     * compared, Azure states a later rotation time.
     */
    Optional<KeyRotated> rotationSince(AccessKey before) {
        return fingerprint
                .filter(now -> isComparableWith(before) ? differsFrom(before) : updatedAfter(before))
                .map(now -> new KeyRotated(
                        which,
                        lastUpdated.equals(before.lastUpdated) ? Optional.empty() : lastUpdated,
                        before.lastUpdated,
                        now.hex(),
                        before.fingerprint.map(Fingerprint::hex)));
    }

    /** Whether the fingerprints can be compared: they have the same scheme, or one of the keys is absent. */
    boolean isComparableWith(AccessKey before) {
        return scheme.equals(before.scheme) || fingerprint.isEmpty() || before.fingerprint.isEmpty();
    }

    private boolean differsFrom(AccessKey before) {
        return !fingerprint.equals(before.fingerprint);
    }

    private boolean updatedAfter(AccessKey before) {
        return lastUpdated.flatMap(now -> before.lastUpdated.map(now::isAfter)).orElse(false);
    }
}
