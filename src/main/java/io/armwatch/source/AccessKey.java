package io.armwatch.source;

import io.armwatch.change.Change.KeyRotated;
import io.armwatch.change.Timestamp;
import java.util.Optional;
import java.util.Set;

/**
 * One of a resource's two keys, as a state knows it.
 *
 * @param which {@code primary} or {@code secondary}
 * @param lastUpdated Azure's own time of the last rotation, where it tells one
 * @param scheme how the fingerprint was made, see {@link Fingerprints#scheme()}
 */
public record AccessKey(
        String which, Optional<Fingerprint> fingerprint, Optional<Timestamp> lastUpdated, Optional<String> scheme) {

    /** The properties that hold this key. */
    Set<String> paths() {
        return Set.of("/" + which + "Key", "/" + which + "KeyLastUpdated");
    }

    /**
     * The rotation that happened since, if one did: the key has another value, or, where the values' fingerprints cannot be
     * compared, Azure says that it was rotated later.
     */
    Optional<KeyRotated> rotationSince(AccessKey before) {
        return fingerprint
                .filter(now -> comparableWith(before) ? differsFrom(before) : updatedAfter(before))
                .map(now -> new KeyRotated(
                        which,
                        lastUpdated.equals(before.lastUpdated) ? Optional.empty() : lastUpdated,
                        before.lastUpdated,
                        now.hex(),
                        before.fingerprint.map(Fingerprint::hex)));
    }

    /** Fingerprints of two schemes cannot be compared; that a key is absent can be seen under any. */
    boolean comparableWith(AccessKey before) {
        return scheme.equals(before.scheme) || fingerprint.isEmpty() || before.fingerprint.isEmpty();
    }

    private boolean differsFrom(AccessKey before) {
        return !fingerprint.equals(before.fingerprint);
    }

    private boolean updatedAfter(AccessKey before) {
        return lastUpdated.flatMap(now -> before.lastUpdated.map(now::isAfter)).orElse(false);
    }
}
