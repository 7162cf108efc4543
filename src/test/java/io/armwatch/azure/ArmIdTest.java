package io.armwatch.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArmIdTest {
    private static final String CERTIFICATE = "/subscriptions/SubId/resourceGroups/Rg1/providers/Microsoft.Batch"
            + "/batchAccounts/Acct/certificates/SHA1-0a0e";

    @Test
    void an_id_keeps_its_parts_as_given() {
        ArmId id = ArmId.of(CERTIFICATE);

        assertThat(id.subscriptionId()).isEqualTo("SubId");
        assertThat(id.resourceGroup()).contains("Rg1");
        assertThat(id.name()).isEqualTo("SHA1-0a0e");
        assertThat(id.type()).isEqualTo("Microsoft.Batch/batchAccounts/certificates");
        assertThat(id).hasToString(CERTIFICATE);
    }

    @Test
    void ids_in_another_casing_are_equal() {
        ArmId shouted = ArmId.of(CERTIFICATE.replace("batchAccounts", "BATCHACCOUNTS"));

        assertThat(shouted).isEqualTo(ArmId.of(CERTIFICATE)).hasSameHashCodeAs(ArmId.of(CERTIFICATE));
        assertThat(shouted.key())
                .isEqualTo("/subscriptions/subid/resourcegroups/rg1/providers/microsoft.batch"
                        + "/batchaccounts/acct/certificates/sha1-0a0e");
    }

    @ParameterizedTest
    @CsvSource({
        "/subscriptions/s, Microsoft.Resources/subscriptions",
        "/subscriptions/s/resourceGroups/g, Microsoft.Resources/subscriptions/resourceGroups",
        "/subscriptions/s/RESOURCEGROUPS/providers, Microsoft.Resources/subscriptions/resourceGroups",
        "/subscriptions/s/providers/Microsoft.Maps/accounts, Microsoft.Maps/accounts",
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Maps/accounts/a, Microsoft.Maps/accounts",
        "/subscriptions/s/resourceGroups/providers/providers/Microsoft.Maps/accounts/a, Microsoft.Maps/accounts"
    })
    void an_id_gives_the_type_of_its_resource(String id, String type) {
        assertThat(ArmId.of(id).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "subscriptions/s",
                "/",
                "/subscriptions",
                "/subscriptions/",
                "/tenants/t",
                "/subscriptions/s/resourceGroups",
                "/subscriptions/s/resourceGroups/g/",
                "/subscriptions/s/resourceGroups/g/providers/Microsoft.Maps",
                "/subscriptions/s/resourceGroups//providers/Microsoft.Maps/accounts/a",
                "/subscriptions/s/elsewhere/g/providers/Microsoft.Maps/accounts/a",
                "/subscriptions/s/resourceGroups/../providers/Microsoft.Maps/accounts/a",
                "/subscriptions/s/resourceGroups/g/providers/Microsoft.Maps/accounts/."
            })
    void an_invalid_id_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArmId.of(text))
                .withMessageContaining("'" + text + "' is not an ARM id");
    }

    /** No attribute of a CloudEvent may hold these. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\n", "\t", "\u001b[2J", "\u007f", "\u009b", "\ud800", "\udc00x", "\ufffe"})
    void what_no_event_may_hold_is_in_no_id(String unfit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArmId.of(CERTIFICATE + unfit))
                .withMessageNotContaining(unfit);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "%2e", "Größe", "東京", "🔑", "a:b@c", "\"", "\u202e"})
    void any_other_name_is_kept_as_it_is(String name) {
        assertThat(ArmId.of("/subscriptions/s/resourceGroups/g/providers/N/t/x" + name)
                        .name())
                .isEqualTo("x" + name);
    }

    @Test
    void the_key_does_not_depend_on_the_language_of_the_machine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(new Locale("tr"));
        try {
            assertThat(ArmId.of("/SUBSCRIPTIONS/I").key()).isEqualTo("/subscriptions/i");
        } finally {
            Locale.setDefault(before);
        }
    }
}
