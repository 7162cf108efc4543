package io.armwatch.detection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.source.Example;
import io.armwatch.source.Watched;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Resources that are judged, and what ARM answers about them. */
final class DetectionExamples {
    private static final String GROUP =
            "/subscriptions/6B1C0F3E-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/Rg1/providers/";
    static final String MAPS = GROUP + "Microsoft.Maps/accounts/myMapsAccount";
    static final String MAPS_KEY = MAPS.toLowerCase(Locale.ROOT);
    static final String APIM =
            GROUP + "Microsoft.ApiManagement/service/apimService1/subscriptions/5931a769d8d14f0ad8ce13b8";
    static final Watched KEYS = Watched.of("maps-keys", MAPS);
    static final Watched BATCH = Watched.of("batch-account", GROUP + "Microsoft.Batch/batchAccounts/sampleacct");
    static final Watched CERTIFICATE = Watched.of(
            "batch-certificate",
            GROUP
                    + "Microsoft.Batch/batchAccounts/sampleacct/certificates/sha1-0a0e4f50d51beadeac1d35afc5116098e7902e6e");
    static final Watched SUBSCRIPTION = Watched.of("apim-subscription", APIM);
    static final Watched SECRETS = Watched.of("apim-subscription/listsecrets", APIM);
    static final ObjectNode TWO_KEYS = Example.body("maps-keys/maps-account-list-keys.json");
    static final ObjectNode ROTATED = Example.with(TWO_KEYS, "/primaryKey", "another");
    static final ObjectNode ACCOUNT = Example.body("batch-account/batch-account-get.json");
    static final ObjectNode HEALTHY = Example.body("batch-certificate/batch-certificate-get.json");
    static final ObjectNode FAILED = Example.body("batch-certificate/batch-certificate-get-deletion-error.json");
    static final ObjectNode CONTRACT = Example.body("apim-subscription/apim-subscription-get.json");
    static final ObjectNode PAIR = Example.body("apim-subscription/apim-subscription-list-secrets.json");

    private DetectionExamples() {}

    /** Headers of an observation that go nowhere. */
    static Headers secret() {
        return new RecordHeaders()
                .add("Authorization", "Bearer secret".getBytes(UTF_8))
                .add("CamelHttpPath", "/".getBytes(UTF_8));
    }
}
