package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.estate.SimulatorOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The events of expiry, key age, refreshes from Key Vault and Azure subscriptions, from an ARM write operation to the bytes of a
 * record. One service runs for all; each test has resources of its own, those of the demo.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TimeEventsContract {
    private static final String SUBSCRIPTION = "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    private static final String PROVIDERS = SUBSCRIPTION + "/resourceGroups/rg1/providers/";
    private static final String APIM = PROVIDERS + "Microsoft.ApiManagement/service/apimService1";
    private static final String VAULT = PROVIDERS + "Microsoft.KeyVault/vaults/samplevault";
    private static final String WEB = PROVIDERS + "Microsoft.Web/certificates/";

    private final EventFormatCheck mode;

    @SuppressWarnings("NullAway.Init")
    private SimulatedAzure azure;

    @SuppressWarnings("NullAway.Init")
    private ArmwatchFixture armwatch;

    TimeEventsContract(EventFormatCheck mode) {
        this.mode = mode;
    }

    @BeforeAll
    void start() {
        azure = SimulatedAzure.withAllSources(SimulatorOptions.builder());
        armwatch = new ArmwatchFixture(azure.uri(), List.of(SUBSCRIPTION))
                .withAllSources()
                .with("armwatch.events.mode", mode == EventFormatCheck.BINARY ? "binary" : "structured");
        armwatch.start();
    }

    @AfterAll
    void stop() {
        armwatch.close();
        azure.close();
    }

    private ReceivedEvent received(String type, String id) {
        ReceivedEvent event = armwatch.reader().await(type, id);
        mode.check(event, armwatch.name(), id);
        return event;
    }

    private static String inDays(int days) {
        return Instant.now().plus(Duration.ofDays(days)).toString();
    }

    private void patch(String id, String properties) {
        azure.call("PATCH", id, "{\"properties\":" + properties + "}");
    }

    @Test
    void a_certificate_expires_soon_and_is_renewed() {
        String id = APIM + "/certificates/expiring";
        ReceivedEvent expiring = received("certificate.expiring", id);
        assertThat(expiring.data().get("tier").asInt()).isEqualTo(7);
        assertThat(expiring.data().get("daysLeft").asInt()).isBetween(4, 5);

        patch(
                id,
                "{\"thumbprint\":\"0123456789ABCDEF0123456789ABCDEF01234567\",\"expirationDate\":\"" + inDays(365)
                        + "\"}");

        ReceivedEvent renewed = received("certificate.renewed", id);
        assertThat(renewed.attribute("subject")).isEqualTo(expiring.attribute("subject"));
        assertThat(renewed.data("previousThumbprint")).isEqualTo(expiring.data("thumbprint"));
        assertThat(renewed.data("previousNotAfter")).isEqualTo(expiring.data("notAfter"));
    }

    @Test
    void a_host_name_of_a_service_has_a_certificate_that_expires_soon() {
        ReceivedEvent expiring = received("certificate.expiring", APIM);

        assertThat(expiring.attribute("subject")).startsWith("api.contoso.com");
        assertThat(expiring.data().get("tier").asInt()).isEqualTo(30);
    }

    @Test
    void a_certificate_has_expired() {
        String id = WEB + "fromKeyVault";
        received("resource.discovered", id);

        patch(id, "{\"expirationDate\":\"" + inDays(-1) + "\"}");

        assertThat(received("certificate.expired", id).data("notAfter")).isNotEmpty();
    }

    @Test
    void a_refresh_from_key_vault_fails_and_succeeds_again() {
        String id = APIM + "/namedValues/backendKey";
        received("resource.discovered", id);

        azure.call("POST", id + "/refreshSecret?simulate=refresh-fails", "");
        ReceivedEvent failed = received("certificate.refresh-failed", id);
        azure.call("POST", id + "/refreshSecret", "");
        ReceivedEvent recovered = received("certificate.recovered", id);

        assertThat(failed.data("code")).isEqualTo("AccessDenied");
        assertThat(failed.data("secretIdentifier")).startsWith("https://");
        assertThat(recovered.data("recoveredFrom")).isEqualTo("refresh-failed");
        assertThat(recovered.data("how")).isEqualTo("succeeded");
        assertThat(recovered.attribute("subject")).isEqualTo(failed.attribute("subject"));
    }

    @Test
    void a_key_of_a_vault_expires_soon_and_is_extended() {
        String id = VAULT + "/keys/expiring";
        ReceivedEvent expiring = received("key.expiring", id);
        assertThat(expiring.data("kind")).isEqualTo("key");

        long later = Instant.now().plus(Duration.ofDays(365)).getEpochSecond();
        patch(
                id,
                "{\"attributes\":{\"exp\":" + later + ",\"updated\":"
                        + Instant.now().getEpochSecond() + "}}");

        ReceivedEvent recovered = received("key.recovered", id);
        assertThat(recovered.data("recoveredFrom")).isEqualTo("expiring");
        assertThat(recovered.data("how")).isEqualTo("extended");
        assertThat(recovered.attribute("subject")).isEqualTo(expiring.attribute("subject"));
    }

    @Test
    void a_key_of_a_vault_has_expired() {
        String id = VAULT + "/keys/lasting";
        received("resource.discovered", id);

        patch(id, "{\"attributes\":{\"exp\":" + Instant.now().minusSeconds(60).getEpochSecond() + "}}");

        assertThat(received("key.expired", id).data("version")).isNotEmpty();
    }

    @Test
    void a_storage_key_is_too_old_until_it_is_rotated() {
        String id = PROVIDERS + "Microsoft.Storage/storageAccounts/samplestorage";
        ReceivedEvent overdue = received("key.rotation-overdue", id);
        assertThat(overdue.data("policy")).isEqualTo("azure");

        azure.call("POST", id + "/regenerateKey", "{\"keyName\":\"" + overdue.data("key") + "\"}");

        ReceivedEvent rotated = received("key.rotated", id);
        ReceivedEvent recovered = received("key.recovered", id);
        assertThat(rotated.data("key")).isEqualTo(overdue.data("key"));
        assertThat(rotated.data().get("fingerprint").isNull()).isTrue();
        assertThat(recovered.data("how")).isEqualTo("rotated");
        assertThat(recovered.attribute("subject")).isEqualTo(overdue.attribute("subject"));
    }

    @Test
    void an_api_management_subscription_has_an_expiry_date_soon() {
        String id = azure.simulator().pollableIds().stream()
                .filter(each -> each.contains("/service/apimService1/subscriptions/"))
                .findFirst()
                .orElseThrow();
        received("resource.discovered", id);

        patch(id, "{\"state\":\"active\",\"expirationDate\":\"" + inDays(2) + "\"}");

        ReceivedEvent due = received("subscription.expiry-due", id);
        assertThat(due.data().get("tier").asInt()).isEqualTo(7);
        assertThat(due.data("state")).isEqualTo("active");
    }

    /** From the answer, or from the list that led to the resource. */
    @Test
    void every_resource_of_every_source_has_the_region_that_azure_shows() {
        List<String> resources = azure.simulator().pollableIds().stream()
                .filter(id -> !id.equalsIgnoreCase(SUBSCRIPTION))
                .toList();

        assertThat(resources)
                .isNotEmpty()
                .allSatisfy(id -> assertThat(armwatch.reader()
                                .await("resource.discovered", id)
                                .data("location"))
                        .isNotEqualTo("null")
                        .isNotEmpty());
    }

    @Test
    void a_key_of_an_account_in_a_list_is_rotated_with_the_region_and_tags_of_that_account() {
        String id = PROVIDERS + "Microsoft.Maps/accounts/myMapsAccount";
        received("resource.discovered", id);

        azure.call("POST", id + "/regenerateKey", "{\"keyType\":\"primary\"}");

        ReceivedEvent rotated = received("key.rotated", id);
        assertThat(rotated.data("location")).isEqualTo("eastus");
        assertThat(rotated.data().get("tags"))
                .isNotEmpty()
                .isEqualTo(ReceivedEvent.json(azure.simulator().body(id).getBytes(UTF_8))
                        .get("tags"));
    }

    @Test
    void an_azure_subscription_changes_its_state() {
        received("resource.discovered", SUBSCRIPTION);

        azure.call("PATCH", SUBSCRIPTION, "{\"state\":\"Warned\"}");

        ReceivedEvent changed = received("azure-subscription.state-changed", SUBSCRIPTION);
        assertThat(Map.of(changed.data("previousState"), changed.data("state")))
                .containsExactly(Map.entry("Enabled", "Warned"));
    }
}
