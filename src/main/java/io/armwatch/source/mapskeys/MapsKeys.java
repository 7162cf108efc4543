package io.armwatch.source.mapskeys;

import io.armwatch.change.Timestamp;
import io.armwatch.source.AccessKey;
import io.armwatch.source.Fingerprint;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of a Maps account as fingerprints: the reference's {@code MapsAccountKeys} of Microsoft.Maps 2023-06-01. */
record MapsKeys(
        Optional<Fingerprint> primaryKey,
        Optional<Timestamp> primaryKeyLastUpdated,
        Optional<Fingerprint> secondaryKey,
        Optional<Timestamp> secondaryKeyLastUpdated,
        Optional<String> fingerprintScheme) {

    List<AccessKey> keys() {
        return List.of(
                AccessKey.withValue(
                        "primary",
                        primaryKey,
                        fingerprintScheme,
                        primaryKeyLastUpdated,
                        Set.of("/primaryKey", "/primaryKeyLastUpdated")),
                AccessKey.withValue(
                        "secondary",
                        secondaryKey,
                        fingerprintScheme,
                        secondaryKeyLastUpdated,
                        Set.of("/secondaryKey", "/secondaryKeyLastUpdated")));
    }
}
