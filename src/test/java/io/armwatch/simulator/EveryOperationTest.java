package io.armwatch.simulator;

import static io.armwatch.simulator.OfficialDefinitions.follows;
import static io.armwatch.simulator.SimulatorClient.APIM_VERSION;
import static io.armwatch.simulator.SimulatorClient.BATCH;
import static io.armwatch.simulator.SimulatorClient.BATCH_VERSION;
import static io.armwatch.simulator.SimulatorClient.MAPS;
import static io.armwatch.simulator.SimulatorClient.MAPS_VERSION;
import static io.armwatch.simulator.SimulatorClient.RG;
import static io.armwatch.simulator.SimulatorClient.SERVICE;
import static io.armwatch.simulator.SimulatorClient.SID;
import static io.armwatch.simulator.SimulatorClient.SUBSCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.simulator.SimulatorClient.Reply;
import io.armwatch.simulator.estate.SimulatorOptions;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every operation's answers follow the official definitions. */
class EveryOperationTest {
    private final Simulator simulator = Simulator.start(
            SimulatorOptions.builder().deletionDelay(Duration.ofMillis(1)).build());
    private final SimulatorClient client = new SimulatorClient(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void of_batch_accounts() {
        String other = RG + "/providers/Microsoft.Batch/batchAccounts/other" + BATCH_VERSION;
        follows(OfficialDefinitions.BATCH, "BatchAccount", 200, client.get(BATCH + BATCH_VERSION));
        String put =
                "{\"location\":\"japaneast\",\"tags\":{\"a\":\"b\"},\"properties\":{\"autoStorage\":{\"storageAccountId\":\"/subscriptions/x\"}}}";
        follows(OfficialDefinitions.BATCH, "BatchAccount", 200, client.send("PUT", other, put));
        String patch = """
                {"tags":{"team":"x"},"properties":{"publicNetworkAccess":"Disabled","allowedAuthenticationModes":["AAD"],
                "encryption":{"keySource":"Microsoft.KeyVault","keyVaultProperties":{"keyIdentifier":"https://v/keys/k/1"}}}}
                """;
        Reply patched = client.patch(BATCH + BATCH_VERSION, patch);
        follows(OfficialDefinitions.BATCH, "BatchAccount", 200, patched);
        assertThat(patched.json()
                        .at("/properties/encryption/keyVaultProperties/keyIdentifier")
                        .asText())
                .isEqualTo("https://v/keys/k/1");
        assertThat(patched.property("dedicatedCoreQuota").asInt()).isEqualTo(20);
        follows(
                OfficialDefinitions.BATCH,
                "BatchAccountKeys",
                200,
                client.post(BATCH + "/listKeys" + BATCH_VERSION, ""));
        follows(
                OfficialDefinitions.BATCH,
                "BatchAccountKeys",
                200,
                client.post(BATCH + "/regenerateKeys" + BATCH_VERSION, "{\"keyName\":\"Primary\"}"));
        assertThat(client.post(BATCH + "/synchronizeAutoStorageKeys" + BATCH_VERSION, "")
                        .status())
                .isEqualTo(204);
        follows(OfficialDefinitions.BATCH, "BatchAccount", 200, client.get(BATCH + BATCH_VERSION));
        follows(OfficialDefinitions.BATCH, "BatchAccountListResult", 200, client.get(list(RG, "Batch/batchAccounts")));
        follows(
                OfficialDefinitions.BATCH,
                "BatchAccountListResult",
                200,
                client.get(list(SUBSCRIPTION, "Batch/batchAccounts")));
        assertThat(client.send("DELETE", other, "").status()).isEqualTo(200);
        assertThat(client.send("DELETE", other, "").status()).isEqualTo(204);
        follows(OfficialDefinitions.BATCH, "CloudError", 404, client.get(other));
    }

    @Test
    void of_batch_certificates() {
        String certificate = client.certificate() + BATCH_VERSION;
        follows(OfficialDefinitions.BATCH, "Certificate", 200, client.get(certificate));
        assertThat(client.send("DELETE", certificate + "&simulate=deletion-fails", "")
                        .status())
                .isEqualTo(202);
        follows(OfficialDefinitions.BATCH, "Certificate", 200, client.get(certificate));
        Awaitility.await().until(() -> client.get(certificate).json().toString().contains("Failed"));
        follows(OfficialDefinitions.BATCH, "Certificate", 200, client.get(certificate));
        follows(
                OfficialDefinitions.BATCH,
                "Certificate",
                200,
                client.post(client.certificate() + "/cancelDelete" + BATCH_VERSION, ""));
        follows(
                OfficialDefinitions.BATCH,
                "CloudError",
                409,
                client.post(client.certificate() + "/cancelDelete" + BATCH_VERSION, ""));
        String put = BATCH + "/certificates/sha1-0a0e4f50d51beadeac1d35afc5116098e7902e6e" + BATCH_VERSION;
        String body = "{\"properties\":{\"data\":\"AAAA\",\"password\":\"x\",\"format\":\"Cer\"}}";
        follows(OfficialDefinitions.BATCH, "Certificate", 200, client.send("PUT", put, body));
        follows(
                OfficialDefinitions.BATCH,
                "ListCertificatesResult",
                200,
                client.get(BATCH + "/certificates" + BATCH_VERSION));
    }

    @Test
    void of_maps_accounts() {
        String other = RG + "/providers/Microsoft.Maps/accounts/other" + MAPS_VERSION;
        follows(OfficialDefinitions.MAPS, "MapsAccount", 200, client.get(MAPS + MAPS_VERSION));
        String put = "{\"location\":\"eastus\",\"sku\":{\"name\":\"G2\"},\"kind\":\"Gen2\"}";
        follows(OfficialDefinitions.MAPS, "MapsAccount", 201, client.send("PUT", other, put));
        follows(OfficialDefinitions.MAPS, "MapsAccount", 200, client.send("PUT", other, put));
        follows(OfficialDefinitions.MAPS, "MapsAccount", 200, client.patch(other, "{\"tags\":{\"a\":\"b\"}}"));
        follows(OfficialDefinitions.MAPS, "MapsAccountKeys", 200, client.post(MAPS + "/listKeys" + MAPS_VERSION, ""));
        follows(
                OfficialDefinitions.MAPS,
                "MapsAccountKeys",
                200,
                client.post(MAPS + "/regenerateKey" + MAPS_VERSION, "{\"keyType\":\"secondary\"}"));
        follows(
                OfficialDefinitions.MAPS,
                "MapsAccounts",
                200,
                client.get(RG + "/providers/Microsoft.Maps/accounts" + MAPS_VERSION));
        follows(
                OfficialDefinitions.MAPS,
                "MapsAccounts",
                200,
                client.get(SUBSCRIPTION + "/providers/Microsoft.Maps/accounts" + MAPS_VERSION));
        assertThat(client.send("DELETE", other, "").status()).isEqualTo(200);
        follows(OfficialDefinitions.MAPS, "ErrorResponse", 404, client.get(other));
    }

    @Test
    void of_api_management_subscriptions() {
        String other = SERVICE + "/subscriptions/testsub" + APIM_VERSION;
        for (String id : List.of(SID, SERVICE + "/subscriptions/master")) {
            follows(OfficialDefinitions.APIM, "SubscriptionContract", 200, client.get(id + APIM_VERSION));
        }
        String put = "{\"properties\":{\"scope\":\"/products/p\",\"displayName\":\"d\",\"primaryKey\":\"k\"}}";
        follows(OfficialDefinitions.APIM, "SubscriptionContract", 201, client.send("PUT", other, put));
        follows(OfficialDefinitions.APIM, "SubscriptionContract", 200, client.send("PUT", other, put));
        String patch = "{\"properties\":{\"state\":\"cancelled\",\"stateComment\":\"why\"}}";
        follows(OfficialDefinitions.APIM, "SubscriptionContract", 200, client.patch(other, patch));
        assertThat(client.send("HEAD", other, "").status()).isEqualTo(200);
        assertThat(client.send("HEAD", SERVICE + "/subscriptions/none" + APIM_VERSION, "")
                        .status())
                .isEqualTo(404);
        follows(
                OfficialDefinitions.APIM,
                "SubscriptionKeysContract",
                200,
                client.post(SID + "/listSecrets" + APIM_VERSION, ""));
        assertThat(client.post(SID + "/regeneratePrimaryKey" + APIM_VERSION, "").status())
                .isEqualTo(204);
        assertThat(client.post(SID + "/regenerateSecondaryKey" + APIM_VERSION, "")
                        .status())
                .isEqualTo(204);
        Reply list = client.get(SERVICE + "/subscriptions" + APIM_VERSION);
        follows(OfficialDefinitions.APIM, "SubscriptionCollection", 200, list);
        assertThat(list.json().get("count").asInt()).isEqualTo(4);
        assertThat(client.send("DELETE", other, "").status()).isEqualTo(200);
        follows(OfficialDefinitions.APIM, "ErrorResponse", 404, client.get(other));
    }

    /** The reference's service is large; what is sent of it must at least be known to its official example. */
    @Test
    void of_api_management_services() throws IOException {
        Set<String> known = new TreeSet<>();
        try (InputStream in = Objects.requireNonNull(getClass()
                .getResourceAsStream("/azure/apim-service/examples/apim-service-list-by-resource-group.json"))) {
            new ObjectMapper()
                    .readTree(in)
                    .at("/responses/200/body/value")
                    .forEach(service -> known.addAll(names(service)));
        }
        JsonNode service = client.get(SERVICE + APIM_VERSION).json();
        assertThat(known).containsAll(names(service));
        for (String scope : List.of(RG, SUBSCRIPTION)) {
            JsonNode list = client.get(scope + "/providers/Microsoft.ApiManagement/service" + APIM_VERSION)
                    .json();
            assertThat(list.get("value")).containsExactly(service);
            assertThat(list.get("nextLink").asText("absent")).isEmpty();
        }
    }

    private static String list(String scope, String type) {
        return scope + "/providers/Microsoft." + type + BATCH_VERSION;
    }

    private static List<String> names(JsonNode service) {
        List<String> names = new ArrayList<>();
        service.fieldNames().forEachRemaining(names::add);
        service.path("properties").fieldNames().forEachRemaining(name -> names.add("properties." + name));
        return names;
    }
}
