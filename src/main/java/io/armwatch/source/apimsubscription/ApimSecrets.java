package io.armwatch.source.apimsubscription;

import io.armwatch.source.AccessKey;
import io.armwatch.source.Fingerprint;
import java.util.List;
import java.util.Optional;

/**
 * The keys of an API Management subscription as fingerprints: the reference's {@code SubscriptionKeysContract} of
 * Microsoft.ApiManagement 2024-05-01, which states no rotation times.
 */
record ApimSecrets(
        Optional<Fingerprint> primaryKey, Optional<Fingerprint> secondaryKey, Optional<String> fingerprintScheme) {

    List<AccessKey> keys() {
        return List.of(
                new AccessKey("primary", primaryKey, Optional.empty(), fingerprintScheme),
                new AccessKey("secondary", secondaryKey, Optional.empty(), fingerprintScheme));
    }
}
