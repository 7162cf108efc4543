package io.armwatch.detection;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.detection.TopologyFixture.OutputRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the fields of a state stand in the events that have a type of their own, so that {@code resource.changed} leaves them out.
 */
final class NamedFields {
    private static final String PROPERTIES = "/properties/";
    private static final String STATUS = PROPERTIES + "keyVault/lastStatus";

    private final String source;
    private final OutputRecord event;
    private final JsonNode data;
    /** The value that the event carries; empty if the event only implies that the field has changed. */
    private final Map<String, Optional<JsonNode>> fields = new HashMap<>();

    private NamedFields(String source, OutputRecord event) {
        this.source = source;
        this.event = event;
        this.data = event.json().get("data");
    }

    /**
     * The fields of a state that an event reports, by JSON Pointer, each with all below it.
     *
     * @param after the state after the event
     */
    static Map<String, Optional<JsonNode>> of(String source, OutputRecord event, JsonNode after) {
        NamedFields named = new NamedFields(source, event);
        named.find(after);
        return named.fields;
    }

    private void find(JsonNode after) {
        switch (event.type()) {
            case "key.rotated" -> rotation(event.json().path("subject").asText());
            case "key.synchronized" -> {
                carried(PROPERTIES + "autoStorage/lastKeySync", "synchronizedAt");
                carried(PROPERTIES + "autoStorage/storageAccountId", "storageAccountId");
            }
            case "key.expiring", "key.expired" -> carried(PROPERTIES + "attributes/exp", "expiresAt");
            case "encryption-key.changed" -> encryption();
            case "certificate.expiring", "certificate.expired", "certificate.renewed" -> expiry();
            case "certificate.unreadable" -> carried(PROPERTIES + "thumbprint", "thumbprint");
            case "certificate.deletion-failed" ->
                deletion(after.at(PROPERTIES + "provisioningState").asText().equalsIgnoreCase("Failed"));
            case "certificate.refresh-failed" -> refresh(true);
            case "certificate.recovered" -> recovery(data.path("recoveredFrom").asText());
            case "subscription.state-changed" -> {
                for (String name : new String[] {
                    "state", "stateComment", "displayName", "scope", "ownerId", "startDate", "endDate", "expirationDate"
                }) {
                    carried(PROPERTIES + name, name);
                }
            }
            case "subscription.expiry-due" -> carried(PROPERTIES + "expirationDate", "expirationDate");
            case "azure-subscription.state-changed" -> carried("/state", "state");
            default -> {}
        }
    }

    private void rotation(String key) {
        switch (source) {
            case "storage-account" -> changed(PROPERTIES + "keyCreationTime/" + key, "rotatedAt");
            case "cosmos-account" ->
                changed(PROPERTIES + "keysMetadata/" + key + "MasterKey/generationTime", "rotatedAt");
            case "key-vault-key", "key-vault-secret" -> changed(PROPERTIES + "attributes/created", "rotatedAt");
            default -> {
                carried("/" + key + "Key", "fingerprint");
                changed("/" + key + "KeyLastUpdated", "rotatedAt");
            }
        }
    }

    private void encryption() {
        String at = PROPERTIES + "encryption/";
        switch (source) {
            case "cosmos-account" -> carried(PROPERTIES + "keyVaultKeyUri", "keyIdentifier");
            case "storage-account" -> {
                carried(at + "keySource", "keySource");
                if (!data.get("keyIdentifier").equals(data.get("previousKeyIdentifier"))) {
                    // the identifier is one text made of these
                    implied(at + "keyvaultproperties/currentVersionedKeyIdentifier");
                    implied(at + "keyvaultproperties/keyvaulturi");
                    implied(at + "keyvaultproperties/keyname");
                    implied(at + "keyvaultproperties/keyversion");
                }
            }
            default -> {
                carried(at + "keySource", "keySource");
                carried(at + "keyVaultProperties/keyIdentifier", "keyIdentifier");
            }
        }
    }

    private void expiry() {
        if (source.equals("apim-service")) {
            return;
        }
        carried(PROPERTIES + "thumbprint", "thumbprint");
        if (!source.equals("batch-certificate")) {
            carried(PROPERTIES + "expirationDate", "notAfter");
        }
    }

    /**
     * A failed deletion.
     *
     * @param present whether the certificate is still in the state that failed
     */
    private void deletion(boolean present) {
        carried(PROPERTIES + "deleteCertificateError", "error");
        carried(PROPERTIES + "thumbprint", "thumbprint");
        carried(PROPERTIES + "thumbprintAlgorithm", "thumbprintAlgorithm");
        implied(PROPERTIES + "previousProvisioningState");
        implied(PROPERTIES + "previousProvisioningStateTransitionTime");
        if (present) {
            implied(PROPERTIES + "provisioningState");
            carried(PROPERTIES + "provisioningStateTransitionTime", "failedAt");
        }
    }

    private void recovery(String from) {
        if (data.path("how").asText().matches("deleted|unwatched")) {
            return;
        }
        switch (from) {
            case "deletion-failed" -> {
                implied(PROPERTIES + "deleteCertificateError");
                implied(PROPERTIES + "thumbprintAlgorithm");
                implied(PROPERTIES + "previousProvisioningState");
                implied(PROPERTIES + "previousProvisioningStateTransitionTime");
                carried(PROPERTIES + "thumbprint", "thumbprint");
                carried(PROPERTIES + "provisioningState", "state");
                carried(PROPERTIES + "provisioningStateTransitionTime", "recoveredAt");
            }
            case "unreadable" -> carried(PROPERTIES + "thumbprint", "thumbprint");
            case "refresh-failed" -> refresh(false);
            default -> {}
        }
    }

    private void refresh(boolean failed) {
        if (source.equals("apim-service")) {
            return;
        }
        String field = source.equals("web-certificate") ? PROPERTIES + "keyVaultSecretStatus" : STATUS;
        if (failed) {
            carried(field.equals(STATUS) ? STATUS + "/code" : field, "code");
        } else {
            implied(field);
        }
    }

    private void carried(String pointer, String name) {
        fields.put(pointer, Optional.of(data.get(name)));
    }

    /** A time that the event carries only if it has changed. */
    private void changed(String pointer, String name) {
        fields.put(pointer, Optional.of(data.get(name)).filter(value -> !value.isNull()));
    }

    private void implied(String pointer) {
        fields.put(pointer, Optional.empty());
    }
}
