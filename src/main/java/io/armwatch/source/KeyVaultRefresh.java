package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * API Management's refresh of a secret from Key Vault: {@code properties.keyVault.lastStatus} of certificates and named
 * values. It refreshes every 4 hours, so the time of the last refresh alone is no change.
 */
public final class KeyVaultRefresh {
    private static final String LAST_STATUS = "/properties/keyVault/lastStatus";

    private KeyVaultRefresh() {}

    /** The status of the last refresh; empty if the resource does not come from Key Vault, or was not refreshed yet. */
    public static Optional<RefreshStatus> status(PlainState state) {
        return state.text(LAST_STATUS + "/code")
                .map(code -> new RefreshStatus(
                        Optional.empty(),
                        !code.equalsIgnoreCase("Success"),
                        Optional.of(code),
                        state.text(LAST_STATUS + "/message"),
                        state.time(LAST_STATUS + "/timeStampUtc"),
                        state.text("/properties/thumbprint"),
                        Optional.empty(),
                        state.text("/properties/keyVault/secretIdentifier"),
                        Set.of(LAST_STATUS)));
    }

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
