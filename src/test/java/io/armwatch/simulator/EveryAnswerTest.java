package io.armwatch.simulator;

import static io.armwatch.simulator.Client.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operation's every answer follows the official definitions. */
class EveryAnswerTest {
    private final Simulator simulator = Simulator.start(
            SimulatorOptions.builder().deletionDelay(Duration.ofMillis(1)).build());
    private final Client client = new Client(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void of_batch_accounts() {
        String other = RG + "/providers/Microsoft.Batch/batchAccounts/other" + BATCH_VERSION;
        follows(Definitions.BATCH, "BatchAccount", 200, client.get(BATCH + BATCH_VERSION));
        String put =
                "{\"location\":\"japaneast\",\"tags\":{\"a\":\"b\"},\"properties\":{\"autoStorage\":{\"storageAccountId\":\"/subscriptions/x\"}}}";
        follows(Definitions.BATCH, "BatchAccount", 200, client.send("PUT", other, put));
        String patch = """
                {"tags":{"team":"x"},"properties":{"publicNetworkAccess":"Disabled","allowedAuthenticationModes":["AAD"],
                "encryption":{"keySource":"Microsoft.KeyVault","keyVaultProperties":{"keyIdentifier":"https://v/keys/k/1"}}}}
                """;
        Reply patched = client.patch(BATCH + BATCH_VERSION, patch);
        follows(Definitions.BATCH, "BatchAccount", 200, patched);
        assertThat(patched.json()
                        .at("/properties/encryption/keyVaultProperties/keyIdentifier")
                        .asText())
                .isEqualTo("https://v/keys/k/1");
        assertThat(patched.property("dedicatedCoreQuota").asInt()).isEqualTo(20);
        follows(Definitions.BATCH, "BatchAccountKeys", 200, client.post(BATCH + "/listKeys" + BATCH_VERSION, ""));
        follows(
                Definitions.BATCH,
                "BatchAccountKeys",
                200,
                client.post(BATCH + "/regenerateKeys" + BATCH_VERSION, "{\"keyName\":\"Primary\"}"));
        assertThat(client.post(BATCH + "/synchronizeAutoStorageKeys" + BATCH_VERSION, "")
                        .status())
                .isEqualTo(204);
        follows(Definitions.BATCH, "BatchAccount", 200, client.get(BATCH + BATCH_VERSION));
        follows(Definitions.BATCH, "BatchAccountListResult", 200, client.get(list(RG, "Batch/batchAccounts")));
        follows(
                Definitions.BATCH,
                "BatchAccountListResult",
                200,
                client.get(list(SUBSCRIPTION, "Batch/batchAccounts")));
        assertThat(client.send("DELETE", other, "").status()).isEqualTo(200);
        assertThat(client.send("DELETE", other, "").status()).isEqualTo(204);
        follows(Definitions.BATCH, "CloudError", 404, client.get(other));
    }

    @Test
    void of_batch_certificates() {
        String certificate = client.certificate() + BATCH_VERSION;
        follows(Definitions.BATCH, "Certificate", 200, client.get(certificate));
        assertThat(client.send("DELETE", certificate + "&simulate=deletion-fails", "")
                        .status())
                .isEqualTo(202);
        follows(Definitions.BATCH, "Certificate", 200, client.get(certificate));
        Awaitility.await().until(() -> client.get(certificate).json().toString().contains("Failed"));
        follows(Definitions.BATCH, "Certificate", 200, client.get(certificate));
        follows(
                Definitions.BATCH,
                "Certificate",
                200,
                client.post(client.certificate() + "/cancelDelete" + BATCH_VERSION, ""));
        follows(
                Definitions.BATCH,
                "CloudError",
                409,
                client.post(client.certificate() + "/cancelDelete" + BATCH_VERSION, ""));
        String put = BATCH + "/certificates/sha1-0a0e4f50d51beadeac1d35afc5116098e7902e6e" + BATCH_VERSION;
        String body = "{\"properties\":{\"data\":\"AAAA\",\"password\":\"x\",\"format\":\"Cer\"}}";
        follows(Definitions.BATCH, "Certificate", 200, client.send("PUT", put, body));
        follows(Definitions.BATCH, "ListCertificatesResult", 200, client.get(BATCH + "/certificates" + BATCH_VERSION));
    }

    @Test
    void of_maps_accounts() {
        String other = RG + "/providers/Microsoft.Maps/accounts/other" + MAPS_VERSION;
        follows(Definitions.MAPS, "MapsAccount", 200, client.get(MAPS + MAPS_VERSION));
        String put = "{\"location\":\"eastus\",\"sku\":{\"name\":\"G2\"},\"kind\":\"Gen2\"}";
        follows(Definitions.MAPS, "MapsAccount", 201, client.send("PUT", other, put));
        follows(Definitions.MAPS, "MapsAccount", 200, client.send("PUT", other, put));
        follows(Definitions.MAPS, "MapsAccount", 200, client.patch(other, "{\"tags\":{\"a\":\"b\"}}"));
        follows(Definitions.MAPS, "MapsAccountKeys", 200, client.post(MAPS + "/listKeys" + MAPS_VERSION, ""));
        follows(
                Definitions.MAPS,
                "MapsAccountKeys",
                200,
                client.post(MAPS + "/regenerateKey" + MAPS_VERSION, "{\"keyType\":\"secondary\"}"));
        follows(
                Definitions.MAPS,
                "MapsAccounts",
                200,
                client.get(RG + "/providers/Microsoft.Maps/accounts" + MAPS_VERSION));
        follows(
                Definitions.MAPS,
                "MapsAccounts",
                200,
                client.get(SUBSCRIPTION + "/providers/Microsoft.Maps/accounts" + MAPS_VERSION));
        assertThat(client.send("DELETE", other, "").status()).isEqualTo(200);
        follows(Definitions.MAPS, "ErrorResponse", 404, client.get(other));
    }

    @Test
    void of_api_management_subscriptions() {
        String other = SERVICE + "/subscriptions/testsub" + APIM_VERSION;
        for (String id : List.of(SID, SERVICE + "/subscriptions/master")) {
            follows(Definitions.APIM, "SubscriptionContract", 200, client.get(id + APIM_VERSION));
        }
        String put = "{\"properties\":{\"scope\":\"/products/p\",\"displayName\":\"d\",\"primaryKey\":\"k\"}}";
        follows(Definitions.APIM, "SubscriptionContract", 201, client.send("PUT", other, put));
        follows(Definitions.APIM, "SubscriptionContract", 200, client.send("PUT", other, put));
        String patch = "{\"properties\":{\"state\":\"cancelled\",\"stateComment\":\"why\"}}";
        follows(Definitions.APIM, "SubscriptionContract", 200, client.patch(other, patch));
        assertThat(client.send("HEAD", other, "").status()).isEqualTo(200);
        assertThat(client.send("HEAD", SERVICE + "/subscriptions/none" + APIM_VERSION, "")
                        .status())
                .isEqualTo(404);
        follows(
                Definitions.APIM,
                "SubscriptionKeysContract",
                200,
                client.post(SID + "/listSecrets" + APIM_VERSION, ""));
        assertThat(client.post(SID + "/regeneratePrimaryKey" + APIM_VERSION, "").status())
                .isEqualTo(204);
        assertThat(client.post(SID + "/regenerateSecondaryKey" + APIM_VERSION, "")
                        .status())
                .isEqualTo(204);
        Reply list = client.get(SERVICE + "/subscriptions" + APIM_VERSION);
        follows(Definitions.APIM, "SubscriptionCollection", 200, list);
        assertThat(list.json().get("count").asInt()).isEqualTo(4);
        assertThat(client.send("DELETE", other, "").status()).isEqualTo(200);
        follows(Definitions.APIM, "ErrorResponse", 404, client.get(other));
    }

    /** The reference's service is large; what is sent of it must at least be known to its official example. */
    @Test
    void of_api_management_services() throws IOException {
        Set<String> known = new TreeSet<>();
        try (InputStream in = Objects.requireNonNull(
                getClass().getResourceAsStream("/azure/apim-subscription/apim-service-list-by-resource-group.json"))) {
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

    @ParameterizedTest
    @CsvSource({
        "GET, 404, MissingSubscription, /nothing?api-version=2024-07-01",
        "GET, 400, MissingApiVersionParameter, {rg}/providers/Microsoft.Batch/batchAccounts/sampleacct",
        "GET, 400, InvalidApiVersionParameter, {rg}/providers/Microsoft.Batch/batchAccounts/sampleacct?api-version=2020-01-01",
        "GET, 400, InvalidSubscriptionId, /subscriptions/me/providers/Microsoft.Batch/batchAccounts?api-version=2024-07-01",
        "GET, 404, SubscriptionNotFound, /subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e11/providers/Microsoft.Batch/batchAccounts?api-version=2024-07-01",
        "GET, 404, ResourceGroupNotFound, {sub}/resourceGroups/none/providers/Microsoft.Batch/batchAccounts/a?api-version=2024-07-01",
        "GET, 404, ResourceGroupNotFound, {sub}/resourceGroups/none/providers/Microsoft.Maps/accounts?api-version=2023-06-01",
        "GET, 404, ResourceNotFound, {rg}/providers/Microsoft.Batch/batchAccounts/none?api-version=2024-07-01",
        "POST, 404, ResourceNotFound, {rg}/providers/Microsoft.Maps/accounts/none/listKeys?api-version=2023-06-01",
        "GET, 404, ResourceNotFound, {rg}/providers/Microsoft.ApiManagement/service/apimService1/subscriptions/none?api-version=2024-05-01",
        "GET, 404, ParentResourceNotFound, {rg}/providers/Microsoft.Batch/batchAccounts/none/certificates/sha1-aa?api-version=2024-07-01",
        "GET, 404, ParentResourceNotFound, {rg}/providers/Microsoft.Batch/batchAccounts/none/certificates?api-version=2024-07-01",
        "GET, 404, InvalidResourceNamespace, {rg}/providers/Microsoft.Foo/bars?api-version=2024-07-01",
        "GET, 404, InvalidResourceType, {rg}/providers/Microsoft.Batch/bars?api-version=2024-07-01",
        "POST, 404, InvalidResourceType, {rg}/providers/Microsoft.Batch/batchAccounts/sampleacct/dance?api-version=2024-07-01",
        "PUT, 405, MethodNotAllowed, {rg}/providers/Microsoft.Batch/batchAccounts?api-version=2024-07-01",
        "GET, 405, MethodNotAllowed, {rg}/providers/Microsoft.Maps/accounts/myMapsAccount/listKeys?api-version=2023-06-01",
        "PATCH, 400, InvalidRequestContent, {rg}/providers/Microsoft.Batch/batchAccounts/sampleacct?api-version=2024-07-01",
        "GET, 400, InvalidSkipToken, {rg}/providers/Microsoft.Maps/accounts?api-version=2023-06-01&$skiptoken=!"
    })
    void of_refusals(String method, int status, String code, String path) {
        String address = path.replace("{rg}", RG).replace("{sub}", SUBSCRIPTION);
        Reply reply = client.send(method, address, method.equals("PATCH") ? "{no json" : "");
        follows(Definitions.BATCH, "CloudError", status, reply);
        follows(Definitions.APIM, "ErrorResponse", status, reply);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.json().at("/error/message").asText()).isNotEmpty();
    }

    @Test
    void of_bodies_that_do_not_fit() {
        String invalid = "InvalidRequestContent";
        assertThat(client.patch(SID + APIM_VERSION, "{\"properties\":{\"state\":\"paused\"}}")
                        .code())
                .isEqualTo(invalid);
        assertThat(client.patch(SID + APIM_VERSION, "{\"properties\":{\"colour\":1}}")
                        .code())
                .isEqualTo(invalid);
        assertThat(client.patch(SID + APIM_VERSION, "{\"properties\":[]}").code())
                .isEqualTo(invalid);
        assertThat(client.patch(BATCH + BATCH_VERSION, "{\"tags\":{\"a\":1}}").code())
                .isEqualTo(invalid);
        assertThat(client.patch(BATCH + BATCH_VERSION, "[]").code()).isEqualTo(invalid);
        assertThat(client.post(MAPS + "/regenerateKey" + MAPS_VERSION, "{\"keyType\":\"third\"}")
                        .code())
                .isEqualTo(invalid);
        assertThat(client.post(MAPS + "/regenerateKey" + MAPS_VERSION, "").code())
                .isEqualTo(invalid);
    }

    private static String list(String scope, String type) {
        return scope + "/providers/Microsoft." + type + BATCH_VERSION;
    }

    private static void follows(Definitions definitions, String definition, int status, Reply reply) {
        assertThat(reply.status()).as("%s", reply.json()).isEqualTo(status);
        assertThat(definitions.faults(definition, reply.json())).isEmpty();
        assertThat(reply.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(reply.header("Date")).endsWith(" GMT");
        assertThat(Stream.of("x-ms-request-id", "x-ms-correlation-request-id", "x-ms-routing-request-id"))
                .allSatisfy(name -> assertThat(reply.header(name)).isNotEmpty());
    }

    private static List<String> names(JsonNode service) {
        List<String> names = new ArrayList<>();
        service.fieldNames().forEachRemaining(names::add);
        service.path("properties").fieldNames().forEachRemaining(name -> names.add("properties." + name));
        return names;
    }
}
