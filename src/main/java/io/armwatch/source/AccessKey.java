package io.armwatch.source;

import io.armwatch.change.Change.KeyRotated;
import io.armwatch.change.Timestamp;
import java.util.Optional;
import java.util.Set;

/**
 * One key of a resource, as a state holds it. Azure shows its value, its time, its version, or some of them; whatever
 * is there tells a rotation.
 *
 * @param name the key's own name, for example {@code primary} or {@code key1}
 * @param fingerprint of its value, if Azure shows the value
 * @param scheme how the fingerprint was made, see {@link Fingerprints#scheme()}
 * @param rotatedAt Azure's own time of the last rotation, if it states one
 * @param version the version of the key, if it has versions
 * @param paths JSON Pointers of the properties that the event of its rotation carries
 */
public record AccessKey(
        String name,
        Optional<Fingerprint> fingerprint,
        Optional<String> scheme,
        Optional<Timestamp> rotatedAt,
        Optional<String> version,
        Set<String> paths) {
    public AccessKey {
        paths = Set.copyOf(paths);
    }

    /** A key whose value Azure shows, and perhaps its time. */
    public static AccessKey withValue(
            String name,
            Optional<Fingerprint> fingerprint,
            Optional<String> scheme,
            Optional<Timestamp> rotatedAt,
            Set<String> paths) {
        return new AccessKey(name, fingerprint, scheme, rotatedAt, Optional.empty(), paths);
    }

    /** A key of which Azure shows the time of its last rotation only. */
    public static AccessKey withTime(String name, Optional<Timestamp> rotatedAt, String path) {
        return new AccessKey(name, Optional.empty(), Optional.empty(), rotatedAt, Optional.empty(), Set.of(path));
    }

    /** A key whose versions Azure shows, each with the time of its creation. */
    public static AccessKey withVersion(
            String name, Optional<String> version, Optional<Timestamp> createdAt, Set<String> paths) {
        return new AccessKey(name, Optional.empty(), Optional.empty(), createdAt, version, paths);
    }

    /** The rotation since the state before, if there was one. */
    Optional<KeyRotated> rotationSince(AccessKey before) {
        return isRotatedSince(before)
                ? Optional.of(new KeyRotated(
                        name,
                        rotatedAt.equals(before.rotatedAt) ? Optional.empty() : rotatedAt,
                        before.rotatedAt,
                        fingerprint.map(Fingerprint::hex),
                        before.fingerprint.map(Fingerprint::hex),
                        scheme))
                : Optional.empty();
    }

    /**
     * The fingerprints decide if there are any that can be compared, else the versions, else the times. A time where
     * there was none is a rotation too, unless Azure shows the value: then it proves none.
     */
    private boolean isRotatedSince(AccessKey before) {
        if (fingerprint.isPresent()) {
            return isComparableWith(before) ? !fingerprint.equals(before.fingerprint) : isLaterThan(before);
        }
        if (before.fingerprint.isPresent()) {
            return false;
        }
        if (version.isPresent() && before.version.isPresent()) {
            return !version.equals(before.version);
        }
        return isLaterThan(before) || (hasTime() && !before.hasTime());
    }

    /** Whether the fingerprints can be compared: they have the same scheme, or one of the keys is absent. */
    boolean isComparableWith(AccessKey before) {
        return scheme.equals(before.scheme) || fingerprint.isEmpty() || before.fingerprint.isEmpty();
    }

    private boolean hasTime() {
        return rotatedAt.flatMap(Timestamp::instant).isPresent();
    }

    private boolean isLaterThan(AccessKey before) {
        return rotatedAt.flatMap(now -> before.rotatedAt.map(now::isAfter)).orElse(false);
    }
}
