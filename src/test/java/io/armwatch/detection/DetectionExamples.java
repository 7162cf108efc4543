package io.armwatch.detection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Resources, and what ARM answers about them. */
final class DetectionExamples {
    private static final String GROUP =
            "/subscriptions/6B1C0F3E-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/Rg1/providers/";
    static final String MAPS = GROUP + "Microsoft.Maps/accounts/myMapsAccount";
    static final String MAPS_KEY = MAPS.toLowerCase(Locale.ROOT);
    static final String APIM =
            GROUP + "Microsoft.ApiManagement/service/apimService1/subscriptions/5931a769d8d14f0ad8ce13b8";
    static final PolledResource KEYS = PolledResource.of("maps-keys", MAPS);
    static final PolledResource BATCH =
            PolledResource.of("batch-account", GROUP + "Microsoft.Batch/batchAccounts/sampleacct");
    static final PolledResource CERTIFICATE = PolledResource.of(
            "batch-certificate",
            GROUP
                    + "Microsoft.Batch/batchAccounts/sampleacct/certificates/sha1-0a0e4f50d51beadeac1d35afc5116098e7902e6e");
    static final PolledResource SUBSCRIPTION = PolledResource.of("apim-subscription", APIM);
    static final PolledResource SECRETS = PolledResource.of("apim-subscription/listsecrets", APIM);
    static final ObjectNode TWO_KEYS = OfficialExample.body("maps-keys/maps-account-list-keys.json");
    static final ObjectNode ROTATED = OfficialExample.with(TWO_KEYS, "/primaryKey", "another");
    static final ObjectNode ACCOUNT = OfficialExample.body("batch-account/batch-account-get.json");
    static final ObjectNode HEALTHY = OfficialExample.body("batch-certificate/batch-certificate-get.json");
    static final ObjectNode FAILED =
            OfficialExample.body("batch-certificate/batch-certificate-get-deletion-error.json");
    static final ObjectNode CONTRACT = OfficialExample.body("apim-subscription/apim-subscription-get.json");
    static final ObjectNode PAIR = OfficialExample.body("apim-subscription/apim-subscription-list-secrets.json");

    private DetectionExamples() {}

    /** Headers of an observation that go nowhere. */
    static Headers secret() {
        return new RecordHeaders()
                .add("Authorization", "Bearer secret".getBytes(UTF_8))
                .add("CamelHttpPath", "/".getBytes(UTF_8));
    }
}
