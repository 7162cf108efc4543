package io.armwatch.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official examples, as Azure's reference shows them. */
class ExamplesTest {
    private static final String BATCH =
            "/subscriptions/subid/resourceGroups/default-azurebatch-japaneast/providers/Microsoft.Batch/batchAccounts/";

    @ParameterizedTest
    @CsvSource({
        "batch-account, batch-account-get.json",
        "batch-account, batch-account-get-private.json",
        "batch-account, batch-account-list-by-resource-group.json",
        "batch-account, batch-account-list-by-subscription.json",
        "batch-certificate, batch-certificate-get.json",
        "batch-certificate, batch-certificate-get-deletion-error.json",
        "batch-certificate, batch-certificate-cancel-deletion.json",
        "batch-certificate, batch-certificate-list.json",
        "batch-certificate, batch-certificate-list-with-filter.json",
        "apim-subscription, apim-subscription-get.json",
        "apim-subscription, apim-subscription-list.json"
    })
    void every_entity_of_an_official_example_decodes(String source, String file) throws Exception {
        ObjectNode body = OfficialExample.body(source + "/" + file);

        for (JsonNode entity : body.has("value")
                ? body.get("value")
                : OfficialExample.JSON.createArrayNode().add(body)) {
            JsonNode state =
                    PolledResource.of(source, entity.get("id").textValue()).state(entity);

            ObjectNode expected = (ObjectNode) VolatileFields.withoutVolatile(entity);
            expected.remove("id");
            expected.remove("name");
            expected.remove("type");
            assertThat(state).isEqualTo(expected);
        }
    }

    @Test
    void a_misspelt_account_in_the_body_s_id_does_not_matter() throws Exception {
        ObjectNode body = OfficialExample.body("batch-certificate/batch-certificate-get.json");
        String asked = BATCH + "sampleacct/certificates/" + body.get("name").textValue();

        assertThat(body.get("id").textValue()).isNotEqualTo(asked);
        assertThat(PolledResource.of("batch-certificate", asked)
                        .state(body)
                        .at("/properties/format")
                        .textValue())
                .isEqualTo("Pfx");
    }

    @ParameterizedTest
    @CsvSource({"name, anotheracct", "type, Microsoft.Batch/batchAccounts/pools"})
    void an_answer_about_another_resource_is_refused(String property, String value) {
        ObjectNode body =
                OfficialExample.body("batch-account/batch-account-get.json").put(property, value);
        if (property.equals("name")) {
            body.put("id", BATCH + value);
        }

        assertThatExceptionOfType(InvalidAnswerException.class)
                .isThrownBy(() ->
                        PolledResource.of("batch-account", BATCH + "sampleacct").state(body))
                .withMessage("the response is about another resource: its " + property + " is not the requested one");
    }

    @Test
    void the_casing_of_name_and_type_does_not_matter() throws Exception {
        ObjectNode body = OfficialExample.body("batch-account/batch-account-get.json");
        ObjectNode shouted = body.deepCopy().put("name", "SAMPLEACCT").put("type", "MICROSOFT.BATCH/BATCHACCOUNTS");
        PolledResource account = PolledResource.of("batch-account", BATCH + "sampleacct");

        assertThat(account.changes(body, shouted)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"batch-account", "batch-certificate", "apim-subscription"})
    void an_answer_without_properties_is_refused(String source) {
        ObjectNode body = OfficialExample.JSON.createObjectNode().put("properties", "none");

        assertThatExceptionOfType(InvalidAnswerException.class)
                .isThrownBy(
                        () -> PolledResource.of(source, BATCH + "sampleacct").state(body))
                .withMessage("the response has no properties");
    }
}
