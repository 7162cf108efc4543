package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * API Management's refresh of a secret from Key Vault: {@code properties.keyVault.lastStatus} of certificates and named
 * values. It refreshes every 4 hours, so the time of the last refresh alone is no change.
 */
public final class KeyVaultRefresh {
    private static final String LAST_STATUS = "/properties/keyVault/lastStatus";

    private KeyVaultRefresh() {}

    /** The state without the time and the message of the last refresh: a message may hold an id that always differs. */
    public static JsonNode withoutTimes(JsonNode state) {
        if (!state.at(LAST_STATUS).isObject()) {
            return state;
        }
        JsonNode copy = state.deepCopy();
        ((ObjectNode) copy.at(LAST_STATUS)).remove(List.of("timeStampUtc", "message"));
        return copy;
    }
}
