package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.event.EventType;
import io.armwatch.event.Schemas;
import io.armwatch.simulator.fault.Fault;
import io.armwatch.simulator.fault.Faults;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Every event type, from an ARM write operation to the bytes of a record. One service runs for all; each test has resources of
 * its own.
 */
abstract class EventsContract extends EventsContractFixture {
    private static final String LONG_AGO = "2021-07-02T01:01:01.1075056Z";

    EventsContract(EventFormatCheck mode) {
        super(mode);
    }

    @Test
    void every_type_has_its_topic_here() {
        assertThat(Arrays.stream(EventType.values()).map(EventType::text))
                .containsExactlyInAnyOrderElementsOf(EventFormatCheck.TOPICS.keySet());
    }

    @Test
    void the_schema_that_an_event_names_is_served_by_the_management_port() {
        ReceivedEvent told = told("resource.discovered", tagged);
        JsonNode index = page("/schemas/");
        JsonNode entry = StreamSupport.stream(index.get("schemas").spliterator(), false)
                .filter(each -> each.get("id").asText().equals(told.attribute("dataschema")))
                .findFirst()
                .orElseThrow();

        assertThat(page("/schemas/" + entry.get("file").asText()))
                .isEqualTo(Schemas.published(told.attribute("type") + ".json"));
        assertThat(page("/schemas/asyncapi.json").get("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(armwatch.status("/schemas/none.json")).isEqualTo(404);
        assertThat(armwatch.status("/observe/health")).isEqualTo(200);
    }

    private JsonNode page(String path) {
        assertThat(armwatch.status(path)).as(path).isEqualTo(200);
        return ReceivedEvent.json(armwatch.text(path).orElseThrow().getBytes(UTF_8));
    }

    @Test
    void a_resource_is_discovered() {
        ReceivedEvent told = told("resource.discovered", tagged);
        assertThat(told.attribute("subject")).isEqualTo("tagged");
        assertThat(told.data().get("previouslyObservedAt").isNull()).isTrue();
        assertThat(told.data().at("/state/properties/publicNetworkAccess").asText())
                .isEqualTo("Enabled");
        assertThat(told.attribute("time")).isEqualTo(told.data("observedAt"));
        assertThat(told.attribute("id")).isEqualTo(EventFormatCheck.id(told, 1));
    }

    @Test
    void a_primary_key_is_rotated() {
        rotate(primary, "primary");
    }

    @Test
    void a_secondary_key_is_rotated() {
        rotate(secondary, "secondary");
    }

    private void rotate(String account, String which) {
        JsonNode before = azure.call("POST", account + "/listKeys", "");
        JsonNode after = azure.call("POST", account + "/regenerateKey", "{\"keyType\":\"" + which + "\"}");
        ReceivedEvent told = told("key.rotated", account);
        assertThat(told.attribute("subject")).isEqualTo(which);
        assertThat(told.data("key")).isEqualTo(which);
        assertThat(told.data("fingerprint")).isEqualTo(fingerprint(account, which, after));
        assertThat(told.data("previousFingerprint")).isEqualTo(fingerprint(account, which, before));
        Instant rotatedAt = Instant.parse(after.get(which + "KeyLastUpdated").asText());
        assertThat(Instant.parse(told.data("rotatedAt"))).isEqualTo(rotatedAt);
        assertThat(told.data("previousRotatedAt")).isEqualTo(LONG_AGO);
        assertThat(Instant.parse(told.attribute("time"))).isEqualTo(rotatedAt);
        KnownStateCheck.checkKeys(revision(told, account, 2), account, azure.call("POST", account + "/listKeys", ""));
    }

    private static String fingerprint(String account, String which, JsonNode keys) {
        return EventFormatCheck.fingerprint(
                account, which, keys.get(which + "Key").asText());
    }

    @Test
    void both_keys_rotated_are_two_events_however_they_are_seen() {
        azure.call("POST", both + "/regenerateKey", "{\"keyType\":\"primary\"}");
        azure.call("POST", both + "/regenerateKey", "{\"keyType\":\"secondary\"}");
        for (String which : new String[] {"primary", "secondary"}) {
            ReceivedEvent told = armwatch.reader()
                    .await(
                            which + " rotated",
                            each -> each.is("key.rotated", both)
                                    && each.data("key").equals(which));
            mode.check(told, armwatch.name(), both);
        }
    }

    @Test
    void the_keys_of_an_api_management_subscription_are_rotated() {
        JsonNode before = azure.call("POST", rotated + "/listSecrets", "");
        azure.call("POST", rotated + "/regeneratePrimaryKey", "");
        JsonNode after = azure.call("POST", rotated + "/listSecrets", "");
        ReceivedEvent told = told("key.rotated", rotated);
        assertThat(told.attribute("subject")).isEqualTo("primary");
        assertThat(told.data("fingerprint")).isEqualTo(fingerprint(rotated, "primary", after));
        assertThat(told.data("previousFingerprint")).isEqualTo(fingerprint(rotated, "primary", before));
        assertThat(told.data().get("rotatedAt").isNull()).isTrue();
        assertThat(told.data().get("previousRotatedAt").isNull()).isTrue();
        assertThat(told.attribute("time")).isEqualTo(told.data("observedAt"));
        KnownStateCheck.checkKeys(known(KnownStateCheck.key(rotated, "/listSecrets"), 2), rotated, after);
        assertThat(told.attribute("id")).isEqualTo(EventFormatCheck.id(told, 2));
    }

    @Test
    void the_auto_storage_key_is_synchronised() {
        azure.call("POST", synchronised + "/synchronizeAutoStorageKeys", "");
        ReceivedEvent told = told("key.synchronized", synchronised);
        JsonNode storage = ReceivedEvent.json(
                        azure.simulator().body(synchronised).getBytes(UTF_8))
                .at("/properties/autoStorage");
        assertThat(told.attribute("subject")).isEqualTo("autoStorage");
        assertThat(Instant.parse(told.data("synchronizedAt")))
                .isEqualTo(Instant.parse(storage.get("lastKeySync").asText()));
        assertThat(told.data("previousSynchronizedAt")).isEqualTo("2016-03-10T23:48:38.9878479Z");
        assertThat(told.data("storageAccountId"))
                .isEqualTo(storage.get("storageAccountId").asText());
        agrees(told, synchronised, 2);
    }

    @Test
    void another_key_encrypts() {
        azure.call(
                "PATCH",
                encrypted,
                "{\"properties\":{\"encryption\":{\"keySource\":\"Microsoft.KeyVault\",\"keyVaultProperties\":"
                        + "{\"keyIdentifier\":\"https://v.vault.azure.net/keys/k/1\"}}}}");
        ReceivedEvent told = told("encryption-key.changed", encrypted);
        assertThat(told.attribute("subject")).isEqualTo("encryption");
        assertThat(told.data("keySource")).isEqualTo("Microsoft.KeyVault");
        assertThat(told.data("previousKeySource")).isEqualTo("Microsoft.Batch");
        assertThat(told.data("keyIdentifier")).isEqualTo("https://v.vault.azure.net/keys/k/1");
        assertThat(told.data().get("previousKeyIdentifier").isNull()).isTrue();
        agrees(told, encrypted, 2);
    }

    @Test
    void the_deletion_of_a_certificate_fails() {
        azure.call("DELETE", failing + "?simulate=deletion-fails", "");
        ReceivedEvent told = told("certificate.deletion-failed", failing);
        JsonNode properties = properties(failing);
        assertThat(told.data("thumbprint"))
                .isEqualTo(properties.get("thumbprint").asText());
        assertThat(told.data("thumbprintAlgorithm")).isEqualTo("sha1");
        assertThat(told.data("previousState")).isIn("Succeeded", "Deleting"); // whatever the last poll saw
        assertThat(told.data("attempt")).isEqualTo("1");
        assertThat(told.data("timeSource")).isEqualTo("azure");
        assertThat(Instant.parse(told.data("failedAt")))
                .isEqualTo(Instant.parse(
                        properties.get("provisioningStateTransitionTime").asText()));
        assertThat(told.data().at("/error/code").asText()).isEqualTo("NodesReferencingCertificate");
        assertThat(told.data().at("/error/details/0/message").asText()).isEqualTo("node1, node3");
        assertThat(told.attribute("time")).isEqualTo(told.data("failedAt"));
        KnownStateCheck.checkBody(
                known(KnownStateCheck.key(failing)), failing, azure.simulator().body(failing));
    }

    @Test
    void a_certificate_recovers() {
        azure.call("DELETE", recovering + "?simulate=deletion-fails", "");
        told("certificate.deletion-failed", recovering);
        azure.call("POST", recovering + "/cancelDelete", "");
        ReceivedEvent told = told("certificate.recovered", recovering);
        assertThat(told.data("state")).isEqualTo("Succeeded");
        assertThat(told.data("previousState")).isEqualTo("Failed");
        assertThat(told.data("recoveredFrom")).isEqualTo("deletion-failed");
        assertThat(told.data("how")).isEqualTo("cancelled");
        assertThat(Instant.parse(told.data("recoveredAt")))
                .isEqualTo(Instant.parse(properties(recovering)
                        .get("provisioningStateTransitionTime")
                        .asText()));
        KnownStateCheck.checkBody(
                known(KnownStateCheck.key(recovering)),
                recovering,
                azure.simulator().body(recovering));
    }

    @Test
    void data_that_is_not_a_certificate_is_reported_as_unreadable() {
        azure.call(
                "PUT",
                unreadable,
                "{\"properties\":{\"format\":\"Cer\",\"data\":\""
                        + Base64.getEncoder().encodeToString(NO_CERTIFICATE) + "\"}}");
        ReceivedEvent told = told("certificate.unreadable", unreadable);
        assertThat(told.data("reason")).isEqualTo("not-x509");
        assertThat(told.attribute("subject")).isEqualTo("publicData");
        assertThat(told.data("thumbprint")).isEqualTo(sha1(NO_CERTIFICATE));
        assertThat(armwatch.reader().typesTold(unreadable))
                .containsExactlyInAnyOrder(
                        "poll.failed", "poll.recovered", "resource.discovered", "certificate.unreadable");
        KnownStateCheck.checkBody(
                known(KnownStateCheck.key(unreadable)),
                unreadable,
                azure.simulator().body(unreadable));
    }

    @Test
    void a_certificate_that_differs_from_its_name_is_reported_as_unreadable() {
        ReceivedEvent told = told("certificate.unreadable", mismatched);
        assertThat(told.data("reason")).isEqualTo("thumbprint-mismatch");
        agrees(told, mismatched, 1);
    }

    @Test
    void a_subscription_is_suspended() {
        azure.call(
                "PATCH",
                suspended,
                "{\"properties\":{\"state\":\"suspended\",\"stateComment\":\"unpaid since March\"}}");
        ReceivedEvent told = told("subscription.state-changed", suspended);
        assertThat(told.data("state")).isEqualTo("suspended");
        assertThat(told.data("previousState")).isEqualTo("active");
        assertThat(told.data("stateComment")).isEqualTo("unpaid since March");
        assertThat(told.data("ownerId"))
                .isEqualTo(properties(suspended).get("ownerId").asText());
        assertThat(told.data("scope"))
                .isEqualTo(properties(suspended).get("scope").asText());
        agrees(told, suspended, 2);
    }

    @Test
    void a_certificate_expires_soon() {
        ReceivedEvent told = told("certificate.expiring", expiring);
        assertThat(told.attribute("subject")).isEqualTo("notAfter");
        assertThat(told.data("thumbprint")).isEqualTo(ending.thumbprint());
        assertThat(told.data().get("daysLeft").intValue()).isEqualTo(5);
        assertThat(told.data().get("tier").intValue()).isEqualTo(7);
        agrees(told, expiring, 1);
    }

    @Test
    void the_expiry_date_of_a_subscription_is_due() {
        String date = Instant.now()
                .plus(Duration.ofDays(10))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        azure.call("PATCH", due, "{\"properties\":{\"expirationDate\":\"" + date + "\"}}");
        ReceivedEvent told = told("subscription.expiry-due", due);
        assertThat(told.data("expirationDate")).isEqualTo(date);
        assertThat(told.data("state")).isEqualTo("active");
        assertThat(told.data().get("daysLeft").intValue()).isEqualTo(10);
        assertThat(told.data().get("tier").intValue()).isEqualTo(14);
        agrees(told, due, 2);
    }

    @Test
    void a_tag_is_changed() {
        azure.call("PATCH", tagged, "{\"tags\":{\"team\":\"x\"}}");
        ReceivedEvent told = told("resource.changed", tagged);
        assertThat(told.data().get("changes")).hasSize(1);
        assertThat(told.data().at("/changes/0").toString()).contains("\"/tags/team\"", "null", "\"x\"");
        assertThat(told.data().at("/tags/team").asText()).isEqualTo("x");
        assertThat(told.data("location"))
                .isEqualTo(ReceivedEvent.json(azure.simulator().body(tagged).getBytes(UTF_8))
                        .get("location")
                        .asText());
        agrees(told, tagged, 2);
    }

    @Test
    void a_resource_is_deleted_and_returns() {
        azure.call("DELETE", returning, "");
        ReceivedEvent gone = told("resource.deleted", returning);
        assertThat(gone.data().at("/state/properties/poolQuota").asInt()).isEqualTo(20);
        azure.call("PUT", returning, "{\"location\":\"westus\"}");
        ReceivedEvent back = armwatch.reader()
                .await(
                        "the return",
                        each -> each.is("resource.discovered", returning)
                                && each.data().at("/state/location").asText().equals("westus"));
        mode.check(back, armwatch.name(), returning);
        assertThat(back.data("incarnation")).isNotEqualTo(gone.data("incarnation"));
        assertThat(back.attribute("id"))
                .isNotEqualTo(armwatch.reader()
                        .await("resource.discovered", returning)
                        .attribute("id"));
        KnownStateCheck.checkBody(
                known(KnownStateCheck.key(returning)),
                returning,
                azure.simulator().body(returning));
    }

    @Test
    void a_resource_that_is_gone_has_no_known_state() {
        azure.call("DELETE", deleted, "");
        told("resource.deleted", deleted);
        Awaitility.await("a tombstone")
                .pollInSameThread()
                .until(() ->
                        armwatch.reader().known(KnownStateCheck.key(deleted)).isEmpty());
    }

    @Test
    void a_resource_is_forbidden_and_allowed_again() {
        Fault fault = azure.simulator().fault(Faults.on("GET", forbidden), Faults.forbidden());
        ReceivedEvent failed = armwatch.reader().await("poll.failed", TestResources.SUBSCRIPTION);
        EventFormatCheck.checkSchema(failed);
        assertThat(failed.data("source")).isEqualTo("batch-account");
        assertThat(failed.data("endpoint")).isEqualTo("batch-account");
        assertThat(failed.data("reason")).isEqualTo("forbidden");
        assertThat(failed.data("status")).isEqualTo("403");
        assertThat(failed.data("code")).isEqualTo("AuthorizationFailed");
        assertThat(failed.data("message"))
                .startsWith(
                        "The role lacks Microsoft.Batch/batchAccounts/read. The client does not have authorization");
        assertThat(failed.data("attempts")).isEqualTo("1");
        assertThat(Instant.parse(failed.data("nextAttemptAt"))).isAfter(Instant.parse(failed.data("failingSince")));
        fault.close();
        ReceivedEvent told = armwatch.reader().await("poll.recovered", TestResources.SUBSCRIPTION);
        EventFormatCheck.checkSchema(told);
        assertThat(told.data("source")).isEqualTo("batch-account");
        assertThat(told.data("failedSince")).isEqualTo(failed.data("failingSince"));
    }
}
