package io.armwatch.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Change;
import io.armwatch.change.DetectedChange;
import io.armwatch.change.Difference;
import io.armwatch.change.How;
import io.armwatch.change.Labels;
import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.change.Timestamp;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** For every change one occurrence with all fields, and one with every Optional empty. */
final class EventExamples {
    static final String SUBSCRIPTION = "/subscriptions/6b1cf2d4-0c3e-4d5a-9f7b-2a1e8c9d0f11";
    static final String MAPS = SUBSCRIPTION + "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/myMapsAccount";
    static final String BATCH = SUBSCRIPTION + "/resourceGroups/rg1/providers/Microsoft.Batch/batchAccounts/sampleacct";
    static final String CERTIFICATE = BATCH + "/certificates/sha1-0a0e364aec8f1c2d3e4f5a6b7c8d9e0f1a2b3c4d";
    static final String APIM = SUBSCRIPTION
            + "/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apimService1/subscriptions/5931a75ae4bbd512";
    static final String UNGROUPED = SUBSCRIPTION + "/providers/Microsoft.Batch/batchAccounts/sampleacct";
    static final String THUMBPRINT = "0a0e364aec8f1c2d3e4f5a6b7c8d9e0f1a2b3c4d";
    static final String VAULT = "https://vault.vault.azure.net/keys/batch/";
    static final Instant OBSERVED = Instant.parse("2026-11-21T19:42:07.500Z");
    static final Instant INCARNATION = Instant.parse("2026-11-20T08:00:00Z");
    static final Instant BEFORE = Instant.parse("2026-11-21T19:27:00Z");
    static final Timestamp AZURE = new Timestamp("2026-11-21T19:40:01.1230000Z");
    static final Timestamp AZURE_BEFORE = new Timestamp("2026-05-02T08:00:00Z");

    private EventExamples() {}

    static Stream<DetectedChange> all() {
        return Stream.concat(full(), bare());
    }

    static Stream<DetectedChange> full() {
        return Stream.of(
                of(MAPS, keyRotated()),
                of(BATCH, new Change.KeySynchronized(AZURE, AZURE_BEFORE, some("/subscriptions/x/storage"))),
                of(MAPS, new Change.KeyExpiring(some("key1"), "key", some("78deebed173b"), AZURE_BEFORE, 14, 14)),
                of(MAPS, new Change.KeyExpired(some("key1"), "secret", some("78deebed173b"), AZURE_BEFORE, -3, 0)),
                of(MAPS, new Change.KeyRotationOverdue("primary", AZURE_BEFORE, 203, 90, "armwatch")),
                of(
                        MAPS,
                        new Change.KeyRecovered(
                                some("primary"),
                                "rotation-overdue",
                                How.ROTATED,
                                some("primary"),
                                some("78deebed173b"),
                                some(AZURE))),
                of(BATCH, encryptionKeyChanged()),
                of(CERTIFICATE, deletionFailed()),
                of(CERTIFICATE, refreshFailed()),
                of(CERTIFICATE, expiring()),
                of(
                        CERTIFICATE,
                        new Change.CertificateExpired(
                                some("api.contoso.com"),
                                some(THUMBPRINT),
                                some("CN=api.contoso.com"),
                                some("CN=ca"),
                                some("0a1b"),
                                AZURE_BEFORE,
                                -3,
                                0)),
                of(
                        CERTIFICATE,
                        new Change.CertificateRenewed(
                                some("api.contoso.com"),
                                some(THUMBPRINT),
                                some(THUMBPRINT.replace('0', '1')),
                                AZURE,
                                AZURE_BEFORE)),
                of(
                        CERTIFICATE,
                        new Change.CertificateRecovered(
                                some(THUMBPRINT),
                                some("Succeeded"),
                                some("Failed"),
                                some(AZURE),
                                "deletion-failed",
                                How.CANCELLED)),
                of(CERTIFICATE, new Change.CertificateUnreadable(some(THUMBPRINT), "thumbprint-mismatch")),
                of(APIM, stateChanged("Starter", "Invoice 17 is overdue")),
                of(APIM, new Change.SubscriptionExpiryDue(AZURE, 7, 7, some("active"))),
                of(
                        SUBSCRIPTION,
                        new Change.AzureSubscriptionStateChanged(some("Disabled"), some("Warned"), some("Production"))),
                of(BATCH, new Change.ResourceDiscovered(state())),
                of(BATCH, resourceChanged("publicNetworkAccess")),
                of(BATCH, new Change.ResourceDeleted(state())),
                of(BATCH, new Change.ResourceUnwatched(state())),
                of(CERTIFICATE, pollFailed("The client has no right to this.")),
                of(CERTIFICATE, new Change.PollRecovered("batch-certificate", no(), BEFORE, 5)),
                of(
                        BATCH,
                        new Change.ScanCompleted("batch-account", "/subscriptions/x/", BEFORE, 3, 2, 1, 1, 1, false)));
    }

    static Stream<DetectedChange> bare() {
        return Stream.of(
                        new Change.KeyRotated("key1", no(), no(), no(), no(), no()),
                        new Change.KeySynchronized(AZURE, AZURE_BEFORE, no()),
                        new Change.KeyExpiring(no(), "key", no(), AZURE_BEFORE, 14, 14),
                        new Change.KeyExpired(no(), "secret", no(), AZURE_BEFORE, 0, 0),
                        new Change.KeyRotationOverdue("primary", AZURE_BEFORE, 203, 90, "azure"),
                        new Change.KeyRecovered(no(), "expiring", How.EXTENDED, no(), no(), no()),
                        new Change.EncryptionKeyChanged(no(), no(), no(), no()),
                        new Change.CertificateDeletionFailed(no(), no(), no(), no(), no(), 1),
                        new Change.CertificateRecovered(no(), no(), no(), no(), "deletion-failed", How.CANCELLED),
                        new Change.CertificateUnreadable(no(), "not-x509"),
                        new Change.CertificateRefreshFailed(no(), no(), no(), no(), no(), no(), no()),
                        new Change.CertificateExpiring(no(), no(), no(), no(), no(), AZURE_BEFORE, 1, 1),
                        new Change.CertificateExpired(no(), no(), no(), no(), no(), AZURE_BEFORE, 0, 0),
                        new Change.CertificateRenewed(no(), no(), no(), AZURE, AZURE_BEFORE),
                        new Change.SubscriptionExpiryDue(AZURE, 0, 0, no()),
                        new Change.AzureSubscriptionStateChanged(no(), no(), no()),
                        new Change.SubscriptionStateChanged(no(), no(), no(), no(), no(), no(), no(), no(), no()),
                        new Change.ResourceDiscovered(json("{}")),
                        resourceChanged("quota"),
                        new Change.ResourceDeleted(json("{}")),
                        new Change.ResourceUnwatched(json("{}")),
                        new Change.PollFailed("maps-keys", no(), Reason.TIMEOUT, no(), no(), no(), OBSERVED, 1, no()),
                        new Change.PollRecovered("maps-keys", no(), BEFORE, 1),
                        new Change.ScanCompleted("maps-keys", "/subscriptions/x/", BEFORE, 0, 0, 0, 0, 0, true))
                .map(change ->
                        new DetectedChange(target(UNGROUPED), INCARNATION, 1, OBSERVED, no(), Labels.NONE, change));
    }

    static Change keyRotated() {
        return new Change.KeyRotated(
                "primary",
                some(AZURE),
                some(AZURE_BEFORE),
                some("3fdba35f04dc8c46"),
                some("9f86d081884c7d65"),
                some("sha256"));
    }

    static Change encryptionKeyChanged() {
        return new Change.EncryptionKeyChanged(
                some("Microsoft.KeyVault"), some("Microsoft.KeyVault"), some(VAULT + "2"), some(VAULT + "1"));
    }

    static Change deletionFailed() {
        JsonNode error = json("""
                {"code":"NodesReferencingCertificate","message":"Nodes still hold it.",
                 "details":[{"code":"Nodes","message":"tvm-1","target":null,"details":[]}]}""");
        return new Change.CertificateDeletionFailed(
                some(THUMBPRINT), some("SHA1"), some(AZURE), some(error), some("Deleting"), 1);
    }

    static Change refreshFailed() {
        return new Change.CertificateRefreshFailed(
                some("keyVault"),
                some(THUMBPRINT),
                some("api.contoso.com"),
                some(VAULT.replace("keys", "secrets")),
                some("Forbidden"),
                some("The identity may not read the secret."),
                some(AZURE));
    }

    static Change expiring() {
        return new Change.CertificateExpiring(
                some("api.contoso.com"),
                some(THUMBPRINT),
                some("CN=api.contoso.com"),
                some("CN=ca"),
                some("0a1b"),
                AZURE_BEFORE,
                14,
                14);
    }

    static Change stateChanged(String displayName, String comment) {
        return new Change.SubscriptionStateChanged(
                some("suspended"),
                some("active"),
                some(comment),
                some(displayName),
                some("/products/starter"),
                some("/users/1"),
                some(AZURE_BEFORE),
                some(new Timestamp("not yet")),
                some(AZURE));
    }

    static Change resourceChanged(String property) {
        return new Change.ResourceChanged(List.of(
                new Difference("/properties/" + property, new TextNode("Enabled"), new TextNode("Disabled")),
                new Difference("/tags/a~1b", NullNode.getInstance(), json("[1,{\"b\":true}]"))));
    }

    static Change pollFailed(String message) {
        return new Change.PollFailed(
                "batch-certificate",
                no(),
                Reason.FORBIDDEN,
                some(403),
                some("AuthorizationFailed"),
                some(message),
                BEFORE,
                3,
                some(OBSERVED));
    }

    static DetectedChange of(String id, Change change) {
        return new DetectedChange(target(id), INCARNATION, 7, OBSERVED, some(BEFORE), Labels.NONE, change);
    }

    static Target target(String id) {
        return new Target("batch-account", ArmId.of(id), "");
    }

    static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode state() {
        return json("{\"location\":\"westus\",\"properties\":{\"publicNetworkAccess\":\"Enabled\",\"poolQuota\":20}}");
    }

    private static <T> Optional<T> some(T value) {
        return Optional.of(value);
    }

    private static <T> Optional<T> no() {
        return Optional.empty();
    }
}
