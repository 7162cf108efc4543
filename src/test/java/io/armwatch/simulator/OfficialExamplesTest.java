package io.armwatch.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the checker: it must accept the official examples and refuse damaged ones. */
class OfficialExamplesTest {
    @ParameterizedTest
    @CsvSource({
        "batch-account/batch-account-get-private, BatchAccount",
        "batch-account/batch-account-get, BatchAccount",
        "batch-account/batch-account-list-by-resource-group, BatchAccountListResult",
        "batch-account/batch-account-list-by-subscription, BatchAccountListResult",
        "batch-account/batch-account-list-keys, BatchAccountKeys",
        "batch-account/batch-account-regenerate-keys, BatchAccountKeys",
        "batch-certificate/batch-certificate-cancel-deletion, Certificate",
        "batch-certificate/batch-certificate-get-deletion-error, Certificate",
        "batch-certificate/batch-certificate-get, Certificate",
        "batch-certificate/batch-certificate-list-with-filter, ListCertificatesResult",
        "batch-certificate/batch-certificate-list, ListCertificatesResult",
        "maps-keys/maps-account-get, MapsAccount",
        "maps-keys/maps-account-list-by-resource-group, MapsAccounts",
        "maps-keys/maps-account-list-by-subscription, MapsAccounts",
        "maps-keys/maps-account-list-keys, MapsAccountKeys",
        "maps-keys/maps-account-regenerate-key, MapsAccountKeys",
        "apim-subscription/apim-subscription-get, SubscriptionContract",
        "apim-subscription/apim-subscription-list, SubscriptionCollection",
        "apim-subscription/apim-subscription-list-secrets, SubscriptionKeysContract"
    })
    void an_official_example_follows_its_definition(String example, String definition) throws IOException {
        assertThat(definitions(example).faults(definition, example(example))).isEmpty();
    }

    @Test
    void a_value_outside_an_enumeration_is_found() throws IOException {
        JsonNode body = example("apim-subscription/apim-subscription-get");
        ((ObjectNode) body.get("properties")).put("state", "paused");
        assertThat(OfficialDefinitions.APIM.faults("SubscriptionContract", body))
                .hasSize(1);
    }

    @Test
    void a_member_unknown_to_the_definition_is_found_at_any_depth() throws IOException {
        JsonNode body = example("batch-account/batch-account-get-private");
        ((ObjectNode) body.at("/properties/privateEndpointConnections/0/properties")).put("colour", "red");
        assertThat(OfficialDefinitions.BATCH.faults("BatchAccount", body))
                .containsExactly("$.properties.privateEndpointConnections[0].properties.colour: not in the definition");
    }

    @Test
    void an_invalid_timestamp_is_found() throws IOException {
        JsonNode body = example("batch-certificate/batch-certificate-get");
        ((ObjectNode) body.get("properties")).put("provisioningStateTransitionTime", "yesterday");
        assertThat(OfficialDefinitions.BATCH.faults("Certificate", body)).hasSize(1);
    }

    private static OfficialDefinitions definitions(String example) {
        if (example.startsWith("batch")) {
            return OfficialDefinitions.BATCH;
        }
        return example.startsWith("maps") ? OfficialDefinitions.MAPS : OfficialDefinitions.APIM;
    }

    private static JsonNode example(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(OfficialExamplesTest.class.getResourceAsStream(
                "/azure/" + name.replace("/", "/examples/") + ".json"))) {
            return new ObjectMapper().readTree(in).at("/responses/200/body");
        }
    }
}
