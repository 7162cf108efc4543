package io.armwatch.source;

import io.armwatch.change.Timestamp;
import java.util.Optional;
import java.util.Set;

/**
 * How the last refresh of a certificate or named value from Key Vault went.
 *
 * @param part the part that uses it if a resource has several, for example a host name
 * @param failed whether it failed
 * @param code Azure's code of the failure
 * @param at Azure's own time of the refresh, if it states one
 * @param paths JSON Pointers of the fields that the events report: code, message and time
 */
public record RefreshStatus(
        Optional<String> part,
        boolean failed,
        Optional<String> code,
        Optional<String> message,
        Optional<Timestamp> at,
        Optional<String> thumbprint,
        Optional<String> hostName,
        Optional<String> secretIdentifier,
        Set<String> paths) {
    public RefreshStatus {
        paths = Set.copyOf(paths);
    }

    /** Where the secret is, never what it is. */
    @Override
    public String toString() {
        return "RefreshStatus[" + part + ", failed=" + failed + ", " + code + ", " + secretIdentifier + "]";
    }
}
