package io.armwatch.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Azure compares without regard to case or spelling is no change in another spelling, in any property of any source. */
class SpellingsTest {
    private static JsonNode state(String source, String pointer, String value) throws InvalidAnswerException {
        SourceUnderTest subject = SourceUnderTest.of(Sources.all().stream()
                        .filter(each -> each.name().equals(source) && !each.isSecondView())
                        .findFirst()
                        .orElseThrow())
                .findFirst()
                .orElseThrow();
        return subject.decoded(OfficialExample.with(subject.body(), pointer, value));
    }

    private static Source source(String name) {
        return Sources.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "batch-account, /location, japaneast, Japan East",
        "batch-account, /identity/type, SystemAssigned, systemassigned",
        "batch-account, /identity/principalId, 0a0b, 0A0B",
        "batch-account, /identity/tenantId, 0a0b, 0A0B",
        "batch-account, /identity/userAssignedIdentities/key/principalId, 0a0b, 0A0B",
        "batch-account, /identity/userAssignedIdentities/key/clientId, 0a0b, 0A0B",
        "batch-account, /systemData/createdByType, User, user",
        "batch-account, /properties/accountEndpoint, a.westus.batch.azure.com, A.WestUS.batch.azure.com",
        "batch-account, /properties/nodeManagementEndpoint, a.azure.com, a.azure.com.",
        "batch-account, /properties/provisioningState, Succeeded, succeeded",
        "batch-account, /properties/poolAllocationMode, BatchService, batchService",
        "batch-account, /properties/publicNetworkAccess, Enabled, enabled",
        "batch-account, /properties/keyVaultReference/id, /subscriptions/a/b, /Subscriptions/A/B",
        "batch-account, /properties/keyVaultReference/url, https://a.vault.azure.net/, https://A.vault.azure.net",
        "batch-account, /properties/networkProfile/accountAccess/defaultAction, Allow, allow",
        "batch-account, /properties/networkProfile/nodeManagementAccess/defaultAction, Allow, allow",
        "batch-account, /properties/networkProfile/accountAccess/ipRules/0/action, Allow, allow",
        "batch-account, /properties/networkProfile/accountAccess/ipRules/0/value, fe80::a, FE80::A",
        "batch-account, /properties/privateEndpointConnections/0/id, /subscriptions/a/b, /Subscriptions/A/B",
        "batch-account, /properties/privateEndpointConnections/0/name, one, One",
        "batch-account, /properties/privateEndpointConnections/0/type, Microsoft.Batch/x, microsoft.batch/X",
        "batch-account, /properties/privateEndpointConnections/0/properties/provisioningState, Succeeded, succeeded",
        "batch-account, /properties/privateEndpointConnections/0/properties/privateEndpoint/id, /x/a, /X/A",
        "batch-account, /properties/privateEndpointConnections/0/properties/groupIds/0, batchAccount, batchaccount",
        "batch-account, /properties/privateEndpointConnections/0/properties/privateLinkServiceConnectionState/status, Approved, approved",
        "batch-account, /properties/autoStorage/storageAccountId, /subscriptions/a/b, /Subscriptions/A/B",
        "batch-account, /properties/autoStorage/authenticationMode, StorageKeys, storageKeys",
        "batch-account, /properties/autoStorage/nodeIdentityReference/resourceId, /x/a, /X/A",
        "batch-account, /properties/autoStorage/lastKeySync, 0001-01-01T00:00:00, 1601-01-01T00:00:00Z",
        "batch-account, /properties/encryption/keySource, Microsoft.KeyVault, microsoft.keyvault",
        "batch-account, /properties/encryption/keyVaultProperties/keyIdentifier, https://v/keys/a, https://V/keys/A/",
        "batch-account, /properties/dedicatedCoreQuotaPerVMFamily/0/name, standardDSv3Family, StandardDSV3Family",
        "batch-account, /properties/allowedAuthenticationModes/0, AAD, aad",
        "batch-certificate, /systemData/createdByType, User, user",
        "batch-certificate, /properties/thumbprint, 0a0e4f, 0A:0E:4F",
        "batch-certificate, /properties/thumbprintAlgorithm, sha1, SHA1",
        "batch-certificate, /properties/format, Pfx, PFX",
        "batch-certificate, /properties/provisioningState, Succeeded, succeeded",
        "batch-certificate, /properties/previousProvisioningState, Deleting, deleting",
        "batch-certificate, /properties/deleteCertificateError/code, Nodes, nodes",
        "apim-subscription, /systemData/createdByType, User, user",
        "apim-subscription, /properties/state, active, Active",
        "apim-subscription, /properties/scope, /products/a, /Products/A",
        "apim-subscription, /properties/ownerId, /users/a, /Users/A",
    })
    void another_spelling_is_the_same(String source, String pointer, String one, String other) throws Exception {
        JsonNode before = state(source, pointer, one);
        JsonNode after = state(source, pointer, other);

        assertThat(source(source).isSame(before, after)).isTrue();
        assertThat(source(source).changes(before, List.of(), after).changes()).isEmpty();
        assertThat(after).as("is kept as given").isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "batch-account, /location, japaneast, japanwest",
        "batch-account, /tags/key, a, A",
        "batch-account, /systemData/createdBy, a, A",
        "batch-account, /properties/privateEndpointConnections/0/properties/privateLinkServiceConnectionState/description, a, A",
        "batch-certificate, /tags/key, a, A",
        "batch-certificate, /properties/publicData, bm9uZQ==, BM9uZQ==",
        "batch-certificate, /properties/deleteCertificateError/message, a, A",
        "apim-subscription, /tags/key, a, A",
        "apim-subscription, /properties/displayName, a, A",
        "apim-subscription, /properties/stateComment, a, A",
    })
    void what_has_a_meaning_by_its_casing_is_a_change(String source, String pointer, String one, String other)
            throws Exception {
        assertThat(source(source).isSame(state(source, pointer, one), state(source, pointer, other)))
                .isFalse();
    }
}
