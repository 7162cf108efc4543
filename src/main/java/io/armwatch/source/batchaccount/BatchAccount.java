package io.armwatch.source.batchaccount;

import io.armwatch.change.Timestamp;
import io.armwatch.source.Canonical;
import io.armwatch.source.SystemData;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Batch account, the reference's {@code BatchAccount} of Microsoft.Batch 2024-07-01, without its id, name and type. */
record BatchAccount(
        Optional<String> location,
        Map<String, String> tags,
        Optional<BatchIdentity> identity,
        Optional<SystemData> systemData,
        Properties properties) {

    /** The reference's {@code BatchAccountProperties}. Its lists are sets: their order has no meaning. */
    record Properties(
            Optional<String> accountEndpoint,
            Optional<String> nodeManagementEndpoint,
            Optional<String> provisioningState,
            Optional<String> poolAllocationMode,
            Optional<KeyVaultReference> keyVaultReference,
            Optional<String> publicNetworkAccess,
            Optional<NetworkProfile> networkProfile,
            List<PrivateEndpointConnection> privateEndpointConnections,
            Optional<AutoStorage> autoStorage,
            Optional<Encryption> encryption,
            Optional<Integer> dedicatedCoreQuota,
            Optional<Integer> lowPriorityCoreQuota,
            List<CoreQuota> dedicatedCoreQuotaPerVMFamily,
            Optional<Boolean> dedicatedCoreQuotaPerVMFamilyEnforced,
            Optional<Integer> poolQuota,
            Optional<Integer> activeJobAndJobScheduleQuota,
            List<String> allowedAuthenticationModes) {
        Properties {
            privateEndpointConnections =
                    Canonical.orderedById(privateEndpointConnections, PrivateEndpointConnection::id);
            dedicatedCoreQuotaPerVMFamily = Canonical.ordered(dedicatedCoreQuotaPerVMFamily, CoreQuota::name);
            allowedAuthenticationModes = Canonical.ordered(allowedAuthenticationModes);
        }
    }

    /** The reference's {@code KeyVaultReference}, for accounts that allocate pools in the user's subscription. */
    record KeyVaultReference(Optional<String> id, Optional<String> url) {}

    /**
     * The reference's {@code AutoStorageProperties}; {@code lastKeySync} is when Batch last synchronized the storage
     * account's key.
     */
    record AutoStorage(
            Optional<String> storageAccountId,
            Optional<String> authenticationMode,
            Optional<NodeIdentityReference> nodeIdentityReference,
            Optional<Timestamp> lastKeySync) {}

    /** The reference's {@code ComputeNodeIdentityReference}. */
    record NodeIdentityReference(Optional<String> resourceId) {}

    /** The reference's {@code EncryptionProperties}. */
    record Encryption(Optional<String> keySource, Optional<KeyVaultProperties> keyVaultProperties) {
        Optional<String> keyIdentifier() {
            return keyVaultProperties.flatMap(KeyVaultProperties::keyIdentifier);
        }
    }

    /** The reference's {@code KeyVaultProperties}: the URL of the encryption key, with or without its version. */
    record KeyVaultProperties(Optional<String> keyIdentifier) {}

    /** The reference's {@code VirtualMachineFamilyCoreQuota}. */
    record CoreQuota(Optional<String> name, Optional<Integer> coreQuota) {}
}
