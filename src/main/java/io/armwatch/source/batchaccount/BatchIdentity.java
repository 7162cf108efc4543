package io.armwatch.source.batchaccount;

import io.armwatch.source.Canonical;
import java.util.Map;
import java.util.Optional;

/**
 * The reference's {@code BatchAccountIdentity}.
 *
 * @param userAssignedIdentities by lower-cased ARM id
 */
record BatchIdentity(
        Optional<String> principalId,
        Optional<String> tenantId,
        Optional<String> type,
        Map<String, UserAssigned> userAssignedIdentities) {
    BatchIdentity {
        userAssignedIdentities = Canonical.keyedById(userAssignedIdentities);
    }

    /** The reference's {@code UserAssignedIdentities}. */
    record UserAssigned(Optional<String> principalId, Optional<String> clientId) {}
}
