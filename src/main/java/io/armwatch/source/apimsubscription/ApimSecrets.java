package io.armwatch.source.apimsubscription;

import io.armwatch.source.AccessKey;
import io.armwatch.source.Fingerprint;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of an API Management subscription as fingerprints: the reference's {@code SubscriptionKeysContract} of
 * Microsoft.ApiManagement 2024-05-01, which states no rotation times.
 */
record ApimSecrets(
        Optional<Fingerprint> primaryKey, Optional<Fingerprint> secondaryKey, Optional<String> fingerprintScheme) {

    List<AccessKey> keys() {
        return List.of(
                AccessKey.withValue(
                        "primary",
                        primaryKey,
                        fingerprintScheme,
                        Optional.empty(),
                        Set.of("/primaryKey", "/primaryKeyLastUpdated")),
                AccessKey.withValue(
                        "secondary",
                        secondaryKey,
                        fingerprintScheme,
                        Optional.empty(),
                        Set.of("/secondaryKey", "/secondaryKeyLastUpdated")));
    }
}
