package io.armwatch.source.batchaccount;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Change;
import io.armwatch.change.Change.EncryptionKeyChanged;
import io.armwatch.change.Change.KeySynchronized;
import io.armwatch.change.Timestamp;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchAccountTest {
    private static final ObjectNode BODY = OfficialExample.body("batch-account/batch-account-get.json");
    private static final ObjectNode PRIVATE = OfficialExample.body("batch-account/batch-account-get-private.json");
    private static final PolledResource ACCOUNT =
            PolledResource.of("batch-account", BODY.get("id").textValue());
    private static final String SYNC = "/properties/autoStorage/lastKeySync";
    private static final String STORAGE = "/properties/autoStorage/storageAccountId";
    private static final String CONNECTIONS = "/properties/privateEndpointConnections";

    @Test
    void a_key_sync_is_reported_with_the_storage_account() throws Exception {
        assertThat(ACCOUNT.changes(BODY, OfficialExample.with(BODY, SYNC, "2016-04-10T00:00:00Z")))
                .containsExactly(new KeySynchronized(
                        new Timestamp("2016-04-10T00:00:00Z"),
                        new Timestamp("2016-03-10T23:48:38.9878479Z"),
                        Optional.of(BODY.at(STORAGE).textValue())));
    }

    /** As where ARM refuses the api-version that was used until now. */
    @Test
    void data_that_only_another_api_version_has_is_no_change() throws Exception {
        ObjectNode other = BODY.deepCopy();
        other.putObject("systemData").put("createdBy", "someone").put("createdAt", "2026-01-01T00:00:00Z");

        assertThat(ACCOUNT.changes(BODY, other)).isEmpty();
        assertThat(ACCOUNT.changes(other, BODY)).isEmpty();
    }

    @Test
    void an_auto_storage_that_disappears_is_no_key_sync() throws Exception {
        List<Change> changes = ACCOUNT.changes(BODY, OfficialExample.without(BODY, "/properties/autoStorage"));

        assertThat(changes).hasSize(1);
        assertThat(PolledResource.paths(changes)).containsExactly(SYNC, STORAGE);
    }

    @Test
    void the_first_key_of_an_account_s_own_is_another_encryption_key() throws Exception {
        ObjectNode after = OfficialExample.with(
                BODY,
                "/properties/encryption",
                Map.of("keySource", "Microsoft.KeyVault", "keyVaultProperties", Map.of("keyIdentifier", "k1")));

        assertThat(ACCOUNT.changes(BODY, after))
                .containsExactly(new EncryptionKeyChanged(
                        Optional.of("Microsoft.KeyVault"), Optional.empty(), Optional.of("k1"), Optional.empty()));
    }

    @Test
    void another_version_of_the_encryption_key_is_reported_beside_other_changes() throws Exception {
        String key = "/properties/encryption/keyVaultProperties/keyIdentifier";
        ObjectNode before = OfficialExample.with(BODY, key, "https://vault/keys/k/1");
        ObjectNode after = OfficialExample.with(
                OfficialExample.with(BODY, key, "https://vault/keys/k/2"),
                "/properties/publicNetworkAccess",
                "Disabled");

        List<Change> changes = ACCOUNT.changes(before, after);

        assertThat(changes.get(0))
                .isEqualTo(new EncryptionKeyChanged(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("https://vault/keys/k/2"),
                        Optional.of("https://vault/keys/k/1")));
        assertThat(PolledResource.paths(changes)).containsExactly("/properties/publicNetworkAccess");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/properties/provisioningState", "/properties/publicNetworkAccess", "/identity/type", "/location"
            })
    void an_unknown_value_is_kept_and_reported_as_azure_writes_it(String path) throws Exception {
        ObjectNode after = OfficialExample.with(BODY, path, "FromTomorrow");

        assertThat(ACCOUNT.state(after).at(path).textValue()).isEqualTo("FromTomorrow");
        assertThat(PolledResource.paths(ACCOUNT.changes(BODY, after))).containsExactly(path);
    }

    @Test
    void ids_in_another_casing_are_the_same_ids() throws Exception {
        ObjectNode shouted = OfficialExample.with(
                OfficialExample.with(PRIVATE, STORAGE, shout(PRIVATE.at(STORAGE))),
                CONNECTIONS + "/0/id",
                shout(PRIVATE.at(CONNECTIONS + "/0/id")));

        assertThat(ACCOUNT.changes(PRIVATE, shouted)).isEmpty();
    }

    @Test
    void assigned_identities_are_known_by_their_ids_in_lower_case() throws Exception {
        String id = "/subscriptions/subid/resourceGroups/rg/providers/Microsoft.ManagedIdentity/identities/Id1";
        ObjectNode before = OfficialExample.with(
                BODY, "/identity", Map.of("userAssignedIdentities", Map.of(id, Map.of("clientId", "c"))));
        ObjectNode after = OfficialExample.with(
                BODY,
                "/identity",
                Map.of("userAssignedIdentities", Map.of(id.toUpperCase(Locale.ROOT), Map.of("clientId", "c"))));

        assertThat(ACCOUNT.changes(before, after)).isEmpty();
    }

    private static String shout(JsonNode id) {
        return id.textValue().replace("resourceGroups", "RESOURCEGROUPS").replace("sample", "SAMPLE");
    }

    @Test
    void an_etag_of_a_private_endpoint_connection_is_volatile() throws Exception {
        assertThat(ACCOUNT.changes(PRIVATE, OfficialExample.with(PRIVATE, CONNECTIONS + "/0/etag", "W/\"1\"")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/properties/allowedAuthenticationModes | [\"AAD\",\"SharedKey\"]",
                "/properties/dedicatedCoreQuotaPerVMFamily | [{\"name\":\"a\",\"coreQuota\":2},{\"name\":\"b\",\"coreQuota\":1}]",
                "/properties/privateEndpointConnections | [{\"id\":\"/A\"},{\"id\":\"/b\"}]",
                "/properties/networkProfile/accountAccess/ipRules | [{\"value\":\"1.1.1.1\"},{\"value\":\"2.2.2.2\"}]",
                "/properties/privateEndpointConnections/0/properties/groupIds | [\"batchAccount\",\"nodeManagement\"]"
            })
    void the_order_of_a_list_does_not_matter(String path, String list) throws Exception {
        ArrayNode given = (ArrayNode) OfficialExample.JSON.readTree(list);
        ArrayNode reordered = given.arrayNode().add(given.get(1)).add(given.get(0));

        assertThat(ACCOUNT.state(OfficialExample.with(PRIVATE, path, reordered)))
                .isEqualTo(ACCOUNT.state(OfficialExample.with(PRIVATE, path, given)));
    }

    @Test
    void a_changed_list_is_reported_as_a_whole() throws Exception {
        ObjectNode after = OfficialExample.with(PRIVATE, CONNECTIONS + "/0/properties/provisioningState", "Failed");

        assertThat(PolledResource.paths(ACCOUNT.changes(PRIVATE, after))).containsExactly(CONNECTIONS);
    }

    @Test
    void the_first_observation_reports_only_the_discovery() throws Exception {
        assertThat(ACCOUNT.firstSight(PRIVATE)).isEmpty();
    }
}
