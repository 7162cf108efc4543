package io.armwatch.source.apimsubscription;

import io.armwatch.source.Fingerprint;
import io.armwatch.source.KnownKey;
import java.util.List;
import java.util.Optional;

/**
 * The keys of an API Management subscription as fingerprints: the reference's {@code SubscriptionKeysContract} of
 * Microsoft.ApiManagement 2024-05-01, which tells no time of rotation.
 */
record ApimSecrets(
        Optional<Fingerprint> primaryKey, Optional<Fingerprint> secondaryKey, Optional<String> fingerprintScheme) {

    List<KnownKey> keys() {
        return List.of(
                new KnownKey("primary", primaryKey, Optional.empty(), fingerprintScheme),
                new KnownKey("secondary", secondaryKey, Optional.empty(), fingerprintScheme));
    }
}
