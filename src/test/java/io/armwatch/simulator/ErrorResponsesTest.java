package io.armwatch.simulator;

import static io.armwatch.simulator.OfficialDefinitions.follows;
import static io.armwatch.simulator.SimulatorClient.APIM_VERSION;
import static io.armwatch.simulator.SimulatorClient.BATCH;
import static io.armwatch.simulator.SimulatorClient.BATCH_VERSION;
import static io.armwatch.simulator.SimulatorClient.MAPS;
import static io.armwatch.simulator.SimulatorClient.MAPS_VERSION;
import static io.armwatch.simulator.SimulatorClient.RG;
import static io.armwatch.simulator.SimulatorClient.SID;
import static io.armwatch.simulator.SimulatorClient.SUBSCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.simulator.SimulatorClient.Reply;
import io.armwatch.simulator.estate.SimulatorOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused is refused in ARM's words and shape. */
class ErrorResponsesTest {
    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final SimulatorClient client = new SimulatorClient(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, 404, MissingSubscription, /nothing?api-version=2024-07-01",
        "GET, 400, MissingApiVersionParameter, {rg}/providers/Microsoft.Batch/batchAccounts/sampleacct",
        "GET, 400, NoRegisteredProviderFound, {rg}/providers/Microsoft.Batch/batchAccounts/sampleacct?api-version=2020-01-01",
        "GET, 400, InvalidApiVersionParameter, {rg}/providers/Microsoft.Batch/batchAccounts/sampleacct?api-version=now",
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
    void a_request_that_cannot_be_served_is_refused_as_arm_does(String method, int status, String code, String path) {
        String address = path.replace("{rg}", RG).replace("{sub}", SUBSCRIPTION);
        Reply reply = client.send(method, address, method.equals("PATCH") ? "{no json" : "");
        follows(OfficialDefinitions.BATCH, "CloudError", status, reply);
        follows(OfficialDefinitions.APIM, "ErrorResponse", status, reply);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.json().at("/error/message").asText()).isNotEmpty();
    }

    @Test
    void a_body_that_does_not_fit_is_refused() {
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
        String keySource = "{\"properties\":{\"encryption\":{\"keySource\":\"mine\"}}}";
        assertThat(client.patch(BATCH + BATCH_VERSION, keySource).code()).isEqualTo(invalid);
        assertThat(client.patch(BATCH + BATCH_VERSION, "[]").code()).isEqualTo(invalid);
        assertThat(client.post(MAPS + "/regenerateKey" + MAPS_VERSION, "{\"keyType\":\"third\"}")
                        .code())
                .isEqualTo(invalid);
        assertThat(client.post(MAPS + "/regenerateKey" + MAPS_VERSION, "").code())
                .isEqualTo(invalid);
    }
}
