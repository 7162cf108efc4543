package io.armwatch.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Change;
import io.armwatch.change.Change.AzureSubscriptionStateChanged;
import io.armwatch.change.Change.EncryptionKeyChanged;
import io.armwatch.change.Change.KeyRotated;
import io.armwatch.change.Deadline.KeyAge;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each plain source adds to the contract: its keys, their age, and what is no change. */
class PlainSourcesTest {
    private static PolledResource resource(String source, JsonNode body) {
        return PolledResource.of(source, body.get("id").textValue());
    }

    private static List<Change> changes(String source, JsonNode before, JsonNode after) throws InvalidAnswerException {
        return resource(source, before).changes(before, after);
    }

    @Test
    void a_storage_key_is_rotated_when_its_creation_time_moves_on() throws Exception {
        ObjectNode before = OfficialExample.body("storage-account/storage-account-get.json");
        ObjectNode after =
                OfficialExample.with(before, "/properties/keyCreationTime/key2", "2026-01-01T00:00:00.0000000Z");

        assertThat(changes("storage-account", before, after))
                .singleElement()
                .isInstanceOfSatisfying(KeyRotated.class, rotation -> {
                    assertThat(rotation.key()).isEqualTo("key2");
                    assertThat(rotation.fingerprint()).isEmpty();
                });
    }

    @Test
    void a_storage_key_that_nobody_can_use_does_not_grow_old() throws Exception {
        ObjectNode usable = OfficialExample.body("storage-account/made-key-overdue.json");
        ObjectNode off = OfficialExample.with(usable, "/properties/allowSharedKeyAccess", false);
        PolledResource account = resource("storage-account", usable);

        assertThat(account.source().deadlines(account.state(usable))).hasOnlyElementsOfType(KeyAge.class);
        assertThat(account.source().deadlines(account.state(off))).isEmpty();
    }

    @Test
    void a_storage_account_in_a_list_is_whole_only_with_the_times_of_its_keys() {
        Source source = resource("storage-account", OfficialExample.body("storage-account/storage-account-get.json"))
                .source();

        assertThat(source.isWhole(OfficialExample.body("storage-account/storage-account-get.json")))
                .isTrue();
        assertThat(source.isWhole(OfficialExample.listed("storage-account/storage-account-list-by-subscription.json")))
                .isFalse();
    }

    @Test
    void a_cosmos_key_of_before_2022_is_rotated_when_it_gets_a_time() throws Exception {
        ObjectNode after = OfficialExample.body("cosmos-account/cosmos-account-get.json");
        ObjectNode before =
                OfficialExample.without(after, "/properties/keysMetadata/primaryReadonlyMasterKey/generationTime");

        assertThat(changes("cosmos-account", before, after))
                .singleElement()
                .isInstanceOfSatisfying(
                        KeyRotated.class, rotation -> assertThat(rotation.key()).isEqualTo("primaryReadonly"));
    }

    @Test
    void another_key_encrypts_a_cosmos_account() throws Exception {
        ObjectNode before = OfficialExample.body("cosmos-account/cosmos-account-get.json");
        ObjectNode after =
                OfficialExample.with(before, "/properties/keyVaultKeyUri", "https://v.vault.azure.net/keys/k");

        assertThat(changes("cosmos-account", before, after)).hasOnlyElementsOfType(EncryptionKeyChanged.class);
    }

    @Test
    void the_key_of_a_storage_account_is_reported_in_full_although_the_version_in_use_stays() throws Exception {
        String encryption = "/properties/encryption/";
        ObjectNode before = OfficialExample.body("storage-account/storage-account-get-cmk.json");
        ObjectNode after = OfficialExample.with(
                OfficialExample.with(before, encryption + "keySource", "Microsoft.Storage"),
                encryption + "keyvaultproperties/keyname",
                "another");

        List<Change> changes = changes("storage-account", before, after);

        assertThat(changes).hasAtLeastOneElementOfType(EncryptionKeyChanged.class);
        assertThat(PolledResource.paths(changes)).containsExactly(encryption + "keyvaultproperties/keyname");
    }

    @Test
    void a_new_version_of_a_vault_key_is_a_rotation_and_its_address_is_in_resource_changed() throws Exception {
        ObjectNode before = OfficialExample.body("key-vault-key/keyvault-key-get.json");
        ObjectNode after = OfficialExample.with(
                OfficialExample.with(before, "/properties/attributes/created", 1700000000),
                "/properties/keyUriWithVersion",
                "https://sample-vault-name.vault.azure.net:443/keys/sample-key-name/00000000000000000000000000000002");

        List<Change> changes = changes("key-vault-key", before, after);

        assertThat(changes)
                .hasSize(2)
                .element(0)
                .isInstanceOfSatisfying(
                        KeyRotated.class,
                        rotation -> assertThat(rotation.rotatedAt()).isPresent());
        assertThat(PolledResource.paths(changes)).containsExactly("/properties/keyUriWithVersion");
    }

    @Test
    void a_refresh_from_key_vault_that_succeeds_again_is_no_change() throws Exception {
        ObjectNode before = OfficialExample.body("apim-certificate/apim-certificate-get-keyvault.json");
        ObjectNode after = OfficialExample.with(
                before, "/properties/keyVault/lastStatus/timeStampUtc", "2026-09-22T04:24:53.3191468Z");

        assertThat(changes("apim-certificate", before, after)).isEmpty();
    }

    @Test
    void a_disabled_azure_subscription_is_one_change() throws Exception {
        ObjectNode before = OfficialExample.body("azure-subscription/subscription-get.json");
        ObjectNode after = OfficialExample.with(before, "/state", "Disabled");

        assertThat(changes("azure-subscription", before, after))
                .singleElement()
                .isInstanceOf(AzureSubscriptionStateChanged.class);
    }
}
