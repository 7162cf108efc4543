package io.armwatch.simulator;

import static io.armwatch.simulator.SimulatorClient.RG;
import static io.armwatch.simulator.SimulatorClient.SERVICE;
import static io.armwatch.simulator.SimulatorClient.SUBSCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.simulator.SimulatorClient.Reply;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.estate.SimulatorOptionsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How resources behave that the simulator serves from their fixture folder alone. */
class PlainKindsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.1234567Z");
    private static final String STORAGE = RG + "/providers/Microsoft.Storage/storageAccounts/samplestorage";
    private static final String STORAGE_VERSION = "?api-version=2025-01-01";
    private static final String COSMOS = RG + "/providers/Microsoft.DocumentDB/databaseAccounts/";
    private static final String COSMOS_VERSION = "?api-version=2025-04-15";
    private static final String TENANT_VERSION = "?api-version=2022-12-01";
    private static final String APIM_VERSION = SimulatorClient.APIM_VERSION;

    private final Simulator simulator = Simulator.start(all().pageSize(1).build());
    private final SimulatorClient client = new SimulatorClient(simulator);

    @TempDir
    private Path folder;

    private static SimulatorOptionsBuilder all() {
        return SimulatorOptions.builder().sources(EveryKindTest.sources()).clock(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void a_regenerated_key_is_new_and_its_time_is_the_only_thing_that_a_get_shows_of_it() {
        JsonNode before =
                client.post(STORAGE + "/listKeys" + STORAGE_VERSION, "").json();
        Reply answer = client.post(STORAGE + "/regenerateKey" + STORAGE_VERSION, "{\"keyName\":\"key2\"}");
        JsonNode after =
                client.post(STORAGE + "/listKeys" + STORAGE_VERSION, "").json();
        assertThat(answer.json()).isEqualTo(after);
        assertThat(after.at("/keys/0")).isEqualTo(before.at("/keys/0"));
        assertThat(after.at("/keys/1/value")).isNotEqualTo(before.at("/keys/1/value"));
        assertThat(simulator.secrets())
                .contains(
                        before.at("/keys/1/value").asText(),
                        after.at("/keys/1/value").asText());
        Reply account = client.get(STORAGE + STORAGE_VERSION);
        assertThat(account.property("keyCreationTime").get("key2").asText()).isEqualTo("2026-11-21T10:00:00.1234567Z");
        assertThat(account.property("keyCreationTime").get("key1").asText()).isEqualTo("2026-08-13T10:00:00Z");
        assertThat(simulator.secrets()).noneMatch(account.http().body()::contains);
    }

    @Test
    void a_key_that_the_definition_does_not_name_is_refused() {
        Reply reply = client.post(STORAGE + "/regenerateKey" + STORAGE_VERSION, "{\"keyName\":\"key9\"}");
        assertThat(reply.code()).isEqualTo("InvalidRequestContent");
    }

    @Test
    void a_failed_refresh_of_a_key_vault_secret_is_stamped_and_the_next_one_repairs_it() {
        String certificate = SERVICE + "/certificates/fromKeyVault";
        String refresh = certificate + "/refreshSecret" + APIM_VERSION;
        Reply failed = client.post(refresh + "&simulate=refresh-fails", "");
        assertThat(failed.property("keyVault").at("/lastStatus/code").asText()).isEqualTo("AccessDenied");
        assertThat(failed.property("keyVault").at("/lastStatus/timeStampUtc").asText())
                .isEqualTo("2026-11-21T10:00:00.1234567Z");
        client.post(refresh, "");
        Reply repaired = client.get(certificate + APIM_VERSION);
        assertThat(repaired.property("keyVault").at("/lastStatus/code").asText())
                .isEqualTo("Success");
        assertThat(repaired.property("keyVault").at("/lastStatus").has("message"))
                .isFalse();
    }

    @Test
    void values_outside_a_closed_enum_are_refused_and_those_of_an_open_one_pass() {
        assertThat(client.patch(SUBSCRIPTION + TENANT_VERSION, "{\"state\":\"Paused\"}")
                        .code())
                .isEqualTo("InvalidRequestContent");
        assertThat(client.patch(SUBSCRIPTION + TENANT_VERSION, "{\"state\":\"Disabled\"}")
                        .json()
                        .get("state")
                        .asText())
                .isEqualTo("Disabled");
        assertThat(client.patch(COSMOS + "sampledb" + COSMOS_VERSION, "{\"kind\":\"FromTomorrow\"}")
                        .status())
                .isEqualTo(200);
        assertThat(client.patch(COSMOS + "sampledb" + COSMOS_VERSION, "{\"properties\":{\"cors\":1}}")
                        .code())
                .isEqualTo("InvalidRequestContent");
    }

    @Test
    void cosmos_has_no_pages() {
        client.send("PUT", COSMOS + "second" + COSMOS_VERSION, "{\"location\":\"East US\",\"properties\":{}}");
        JsonNode list = client.get(SUBSCRIPTION + "/providers/Microsoft.DocumentDB/databaseAccounts" + COSMOS_VERSION)
                .json();
        assertThat(list.get("value")).hasSize(2);
        assertThat(list.has("nextLink")).isFalse();
    }

    @Test
    void the_tenant_lists_azure_subscriptions_that_come_and_go() {
        String other = "/subscriptions/00000000-0000-4000-8000-000000000001";
        assertThat(client.get(other + TENANT_VERSION).code()).isEqualTo("SubscriptionNotFound");
        assertThat(client.send("PUT", other + TENANT_VERSION, "{\"displayName\":\"new\",\"state\":\"Enabled\"}")
                        .status())
                .isEqualTo(201);
        JsonNode first = client.get("/subscriptions" + TENANT_VERSION).json();
        JsonNode second = client.get(first.get("nextLink").asText()).json();
        assertThat(List.of(
                        first.at("/value/0/id").asText(),
                        second.at("/value/0/id").asText()))
                .containsExactly(other, SUBSCRIPTION);
        assertThat(client.send("DELETE", SUBSCRIPTION + TENANT_VERSION, "").status())
                .isEqualTo(200);
        assertThat(client.get(STORAGE + STORAGE_VERSION).code()).isEqualTo("SubscriptionNotFound");
        assertThat(simulator.pollableIds()).containsExactly(other);
    }

    @Test
    void an_api_version_that_arm_no_longer_accepts_is_refused_with_those_that_are_left() {
        String account = SimulatorClient.BATCH;
        assertThat(client.get(account + "?api-version=2025-06-01").status()).isEqualTo(200);
        simulator.acceptOnly("Microsoft.Batch/batchAccounts", "2025-06-01");
        Reply reply = client.get(account + SimulatorClient.BATCH_VERSION);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("NoRegisteredProviderFound");
        assertThat(reply.json().at("/error/message").asText())
                .contains(
                        "API version '2024-07-01' for type 'batchAccounts'. The supported api-versions are '2025-06-01'.");
        assertThat(client.get(account + "?api-version=2025-06-01").status()).isEqualTo(200);
    }

    @Test
    void secrets_that_azure_might_answer_are_answered_and_known_as_secrets() {
        for (String path : List.of(
                RG + "/providers/Microsoft.Web/certificates/expiring?api-version=2024-11-01",
                RG + "/providers/Microsoft.KeyVault/vaults/samplevault/secrets/expiring?api-version=2026-02-01",
                SERVICE + "/namedValues/backendKey" + APIM_VERSION,
                SERVICE + APIM_VERSION)) {
            assertThat(simulator.secrets())
                    .as(path)
                    .anyMatch(client.get(path).http().body()::contains);
        }
        String path = RG + "/providers/Microsoft.Web/certificates/expiring?api-version=2024-11-01";
        client.patch(path, "{\"properties\":{\"password\":\"chosen-by-me\"}}");
        assertThat(simulator.secrets()).contains("chosen-by-me");
    }

    @Test
    void the_demo_s_certificates_expire_by_the_simulator_s_clock() {
        assertThat(client.get(SERVICE + "/certificates/expiring" + APIM_VERSION)
                        .property("expirationDate")
                        .asText())
                .isEqualTo("2026-11-26T10:00:00Z");
        String key = RG + "/providers/Microsoft.KeyVault/vaults/samplevault/keys/expiring?api-version=2026-02-01";
        assertThat(client.get(key).property("attributes").get("exp").asLong())
                .isEqualTo(Instant.parse("2026-12-03T10:00:00Z").getEpochSecond());
    }

    @Test
    void resources_of_workspaces_are_listed_below_their_workspace() throws IOException {
        String seed = """
                [ { "id": "%1$s" }, { "id": "%1$s/workspaces/w1" }, { "id": "%1$s/workspaces/w1/subscriptions/s1" },
                  { "id": "%1$s/workspaces/w1/certificates/c1" }, { "id": "%1$s/workspaces/w1/namedValues/n1" } ]
                """.formatted(SERVICE);
        Path file = Files.writeString(folder.resolve("seed.json"), seed);
        try (Simulator seeded = Simulator.start(all().seed(file).build())) {
            SimulatorClient stranger = new SimulatorClient(seeded);
            String workspace = SERVICE + "/workspaces/w1";
            for (String list : List.of("subscriptions", "certificates", "namedValues")) {
                JsonNode page =
                        stranger.get(workspace + "/" + list + APIM_VERSION).json();
                assertThat(page.at("/value/0/id").asText()).startsWith(workspace + "/" + list + "/");
                assertThat(page.get("count").asInt()).isEqualTo(1);
                assertThat(page.get("nextLink").asText("absent")).isEmpty();
            }
            assertThat(stranger.post(workspace + "/subscriptions/s1/listSecrets" + APIM_VERSION, "")
                            .status())
                    .isEqualTo(200);
            assertThat(stranger.get(SERVICE + "/workspaces" + APIM_VERSION)
                            .json()
                            .at("/value/0/id")
                            .asText())
                    .isEqualTo(workspace);
            assertThat(stranger.get(SERVICE + "/workspaces/none/certificates" + APIM_VERSION)
                            .code())
                    .isEqualTo("ParentResourceNotFound");
        }
    }

    @Test
    void a_large_estate_of_one_source_is_found_by_its_pages_alone() {
        try (Simulator large = Simulator.start(SimulatorOptions.builder()
                .sources(List.of("key-vault-key"))
                .resources(1_000)
                .build())) {
            assertThat(large.pollableIds()).hasSize(1_000);
            SimulatorClient stranger = new SimulatorClient(large);
            String vault =
                    "/subscriptions/00000000-0000-4000-8000-000000000004/resourceGroups/rg5/providers/Microsoft.KeyVault/vaults/parent";
            assertThat(stranger.get(vault + "/keys?api-version=2026-02-01")
                            .json()
                            .get("value"))
                    .hasSize(50);
        }
    }

    @Test
    void play_makes_a_key_vault_refresh_fail_and_a_key_rotate() {
        try (Simulator playing =
                Simulator.start(all().playEvery(Duration.ofMillis(5)).build())) {
            await().untilAsserted(() -> {
                assertThat(playing.counts().get("Certificate_RefreshSecret")).isGreaterThan(1);
                assertThat(playing.counts().get("StorageAccounts_RegenerateKey"))
                        .isGreaterThan(1);
                assertThat(playing.counts().get("Subscriptions_Update")).isGreaterThan(1);
            });
        }
    }
}
