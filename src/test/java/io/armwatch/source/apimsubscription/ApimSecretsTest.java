package io.armwatch.source.apimsubscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Change.KeyRotated;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApimSecretsTest {
    private static final PolledResource SECRETS = PolledResource.of(
            "apim-subscription/listsecrets",
            "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement"
                    + "/service/apimService1/subscriptions/5931a769d8d14f0ad8ce13b8");
    private static final ObjectNode BODY =
            OfficialExample.body("apim-subscription/apim-subscription-list-secrets.json");

    @Test
    void another_value_is_a_rotation_without_a_time() throws Exception {
        Fingerprints sha = Fingerprints.sha256();

        assertThat(SECRETS.changes(BODY, OfficialExample.with(BODY, "/secondaryKey", "s2")))
                .containsExactly(new KeyRotated(
                        "secondary",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(sha.of(SECRETS.id(), "secondary", "s2").hex()),
                        Optional.of(sha.of(SECRETS.id(), "secondary", "<secondaryKey>")
                                .hex()),
                        Optional.of("sha256")));
    }

    @Test
    void under_another_scheme_nothing_can_be_compared() throws Exception {
        ObjectNode after = OfficialExample.with(BODY, "/primaryKey", "p2");

        assertThat(SECRETS.source()
                        .changes(
                                SECRETS.state(BODY), List.of(), SECRETS.state(after, Fingerprints.hmacSha256("s3cret")))
                        .changes())
                .isEmpty();
    }

    @Test
    void secrets_report_no_existence_of_their_own() {
        assertThat(SECRETS.source().isSecondView()).isTrue();
    }
}
