package io.armwatch.source.batchaccount;

import static io.armwatch.change.Spelling.ENUM;
import static io.armwatch.change.Spelling.HOST_NAME;
import static io.armwatch.change.Spelling.ID;
import static io.armwatch.change.Spelling.REGION;
import static io.armwatch.change.Spelling.URL;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.change.Change.EncryptionKeyChanged;
import io.armwatch.change.Change.KeySynchronized;
import io.armwatch.change.Spellings;
import io.armwatch.change.Timestamp;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.NamedChange;
import io.armwatch.source.RecordSource;
import io.armwatch.source.batchaccount.BatchAccount.AutoStorage;
import io.armwatch.source.batchaccount.BatchAccount.Encryption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The source of Batch accounts; operations {@code BatchAccount_Get} and {@code BatchAccount_List}. */
public final class BatchAccountSource extends RecordSource<BatchAccount> {
    /** The level of accounts, which is also the first level of certificates. */
    public static final Level ACCOUNT =
            new Level("batchAccounts", Pattern.compile("[a-zA-Z0-9]+"), 3, 24, "sampleacct");

    private static final List<ResourceType> TYPES = List.of(new ResourceType("Microsoft.Batch", List.of(ACCOUNT)));
    private static final Set<String> SYSTEM_DATA =
            Set.of("/systemData/createdBy", "/systemData/createdByType", "/systemData/createdAt");
    private static final String ENCRYPTION = "/properties/encryption";
    private static final String AUTO_STORAGE = "/properties/autoStorage";
    private static final String CONNECTION = "/properties/privateEndpointConnections/*";
    private static final String NETWORK = "/properties/networkProfile/*";
    private static final Spellings SPELLINGS = Spellings.with(REGION, "/location")
            .and(ID, "/identity/principalId", "/identity/tenantId")
            .and(ID, "/identity/userAssignedIdentities/*/principalId", "/identity/userAssignedIdentities/*/clientId")
            .and(ENUM, "/identity/type", "/systemData/createdByType")
            .and(HOST_NAME, "/properties/accountEndpoint", "/properties/nodeManagementEndpoint")
            .and(ENUM, "/properties/provisioningState", "/properties/poolAllocationMode")
            .and(ENUM, "/properties/publicNetworkAccess", "/properties/allowedAuthenticationModes/*")
            .and(ENUM, "/properties/dedicatedCoreQuotaPerVMFamily/*/name")
            .and(ID, "/properties/keyVaultReference/id")
            .and(URL, "/properties/keyVaultReference/url")
            .and(ENUM, NETWORK + "/defaultAction", NETWORK + "/ipRules/*/action")
            .and(HOST_NAME, NETWORK + "/ipRules/*/value")
            .and(ID, CONNECTION + "/id", CONNECTION + "/name", CONNECTION + "/type")
            .and(ENUM, CONNECTION + "/systemData/createdByType", CONNECTION + "/properties/provisioningState")
            .and(ID, CONNECTION + "/properties/privateEndpoint/id")
            .and(ENUM, CONNECTION + "/properties/groupIds/*")
            .and(ENUM, CONNECTION + "/properties/privateLinkServiceConnectionState/status")
            .and(ID, AUTO_STORAGE + "/storageAccountId", AUTO_STORAGE + "/nodeIdentityReference/resourceId")
            .and(ENUM, AUTO_STORAGE + "/authenticationMode", ENCRYPTION + "/keySource")
            .and(URL, ENCRYPTION + "/keyVaultProperties/keyIdentifier");

    public BatchAccountSource() {
        super(BatchAccount.class);
    }

    @Override
    public String name() {
        return "batch-account";
    }

    @Override
    public List<ResourceType> types() {
        return TYPES;
    }

    @Override
    public List<String> apiVersions() {
        return List.of("2024-07-01", "2025-06-01");
    }

    @Override
    public Optional<String> action() {
        return Optional.empty();
    }

    @Override
    protected BatchAccount read(ArmId requested, JsonNode body, Fingerprints fingerprints)
            throws InvalidAnswerException {
        return entity(requested, body);
    }

    @Override
    protected Spellings spellings() {
        return SPELLINGS;
    }

    @Override
    protected List<NamedChange> namedChanges(BatchAccount before, BatchAccount after) {
        return Stream.of(keySynchronized(before, after), encryptionKey(before, after))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Only answers of api-version 2025-06-01 have {@code systemData}: that it appears or disappears is no change of the account. */
    @Override
    protected Set<String> ignoredPaths(BatchAccount before, BatchAccount after) {
        return before.systemData().isPresent() == after.systemData().isPresent() ? Set.of() : SYSTEM_DATA;
    }

    private static Optional<NamedChange> keySynchronized(BatchAccount before, BatchAccount after) {
        Optional<Timestamp> was = before.properties().autoStorage().flatMap(AutoStorage::lastKeySync);
        Optional<Timestamp> is = after.properties().autoStorage().flatMap(AutoStorage::lastKeySync);
        boolean times = was.flatMap(Timestamp::instant).isPresent()
                && is.flatMap(Timestamp::instant).isPresent();
        if (!times || was.equals(is)) {
            return Optional.empty();
        }
        Optional<String> storage = after.properties().autoStorage().flatMap(AutoStorage::storageAccountId);
        return Optional.of(new NamedChange(
                new KeySynchronized(is.orElseThrow(), was.orElseThrow(), storage),
                Set.of(AUTO_STORAGE + "/lastKeySync", AUTO_STORAGE + "/storageAccountId")));
    }

    private static Optional<NamedChange> encryptionKey(BatchAccount before, BatchAccount after) {
        EncryptionKeyChanged change = new EncryptionKeyChanged(
                after.properties().encryption().flatMap(Encryption::keySource),
                before.properties().encryption().flatMap(Encryption::keySource),
                after.properties().encryption().flatMap(Encryption::keyIdentifier),
                before.properties().encryption().flatMap(Encryption::keyIdentifier));
        boolean same = change.keySource().equals(change.previousKeySource())
                && change.keyIdentifier().equals(change.previousKeyIdentifier());
        return same
                ? Optional.empty()
                : Optional.of(new NamedChange(
                        change, Set.of(ENCRYPTION + "/keySource", ENCRYPTION + "/keyVaultProperties/keyIdentifier")));
    }
}
