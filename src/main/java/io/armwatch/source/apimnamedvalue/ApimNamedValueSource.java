package io.armwatch.source.apimnamedvalue;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.change.Incident;
import io.armwatch.source.IncidentOutcome;
import io.armwatch.source.KeyVaultRefresh;
import io.armwatch.source.PlainSource;
import io.armwatch.source.PlainState;
import io.armwatch.source.RefreshFailures;
import io.armwatch.source.apimservice.ApimTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The source of API Management named values, those of workspaces among them; operations {@code NamedValue_Get} and {@code
 * NamedValue_ListByService} of Microsoft.ApiManagement 2024-05-01.
 */
public final class ApimNamedValueSource extends PlainSource {
    private static final Level NAMED_VALUE = new Level("namedValues", ApimTypes.CHILD, 1, 256, "592d9399");

    public ApimNamedValueSource() {
        super(
                "apim-named-value",
                ApimTypes.below(NAMED_VALUE),
                List.of("2024-05-01"),
                Map.of("/properties/value", "a secret, also where Azure shows it"));
    }

    @Override
    protected JsonNode withoutRequestData(JsonNode state) {
        return KeyVaultRefresh.withoutTimes(state);
    }

    @Override
    protected IncidentOutcome incidents(Optional<PlainState> before, List<Incident> open, PlainState after) {
        return RefreshFailures.follow(
                open, KeyVaultRefresh.status(after).stream().toList());
    }
}
