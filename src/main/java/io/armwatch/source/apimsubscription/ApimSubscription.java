package io.armwatch.source.apimsubscription;

import io.armwatch.change.Timestamp;
import io.armwatch.source.Fingerprint;
import io.armwatch.source.SystemData;
import java.util.Map;
import java.util.Optional;

/**
 * An API Management subscription, the reference's {@code SubscriptionContract} of Microsoft.ApiManagement 2024-05-01, without its
 * id, name and type.
 */
record ApimSubscription(Map<String, String> tags, Optional<SystemData> systemData, Properties properties) {

    /**
     * The reference's {@code SubscriptionContractProperties}.
     *
     * @param ownerId absent for subscriptions that belong to no user, the built-in {@code master} among them
     * @param primaryKey the fingerprint, if a GET returns the key against the reference
     * @param secondaryKey like {@code primaryKey}
     * @param fingerprintScheme the scheme of the fingerprints; absent without keys
     */
    record Properties(
            Optional<String> ownerId,
            Optional<String> scope,
            Optional<String> displayName,
            Optional<String> state,
            Optional<Timestamp> createdDate,
            Optional<Timestamp> startDate,
            Optional<Timestamp> expirationDate,
            Optional<Timestamp> endDate,
            Optional<Timestamp> notificationDate,
            Optional<Fingerprint> primaryKey,
            Optional<Fingerprint> secondaryKey,
            Optional<String> stateComment,
            Optional<Boolean> allowTracing,
            Optional<String> fingerprintScheme) {

        boolean hasKeysComparableWith(Properties before) {
            return fingerprintScheme.isEmpty()
                    || before.fingerprintScheme.isEmpty()
                    || fingerprintScheme.equals(before.fingerprintScheme);
        }
    }
}
