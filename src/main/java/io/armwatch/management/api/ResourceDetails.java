package io.armwatch.management.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.KnownState;
import io.armwatch.management.view.ResourceSummary;
import java.util.List;
import java.util.Optional;

/** Everything that is known of one resource. */
final class ResourceDetails {
    private ResourceDetails() {}

    /** A resource with its polled parts. */
    record Resource(String id, List<Part> parts) {}

    /**
     * One polled part, with its whole known state.
     *
     * @param state the source's record; keys appear as fingerprints only
     */
    record Part(
            ResourceRow summary, List<IncidentRow> openIncidents, List<ExpiryRow> expiries, Optional<JsonNode> state) {}

    /** The resource with this id, in any casing. */
    static Resource of(String text, ApiSources from) {
        ArmId id = id(text);
        List<ResourceSummary> parts = from.view().known().parts(id);
        if (parts.isEmpty()) {
            throw new ApiException(
                    404,
                    "armwatch does not know " + id + "; check the id, or whether a scope covers it (armwatch show)");
        }
        ResourceRows rows = new ResourceRows(from);
        return new Resource(
                parts.get(0).id(),
                parts.stream().map(part -> part(part, rows, from)).toList());
    }

    private static ArmId id(String text) {
        try {
            return ArmId.of(text);
        } catch (IllegalArgumentException e) {
            throw new ApiException(400, String.valueOf(e.getMessage()));
        }
    }

    private static Part part(ResourceSummary summary, ResourceRows rows, ApiSources from) {
        return new Part(
                rows.row(summary),
                IncidentRow.of(summary),
                ExpiryRow.of(summary, from.now()),
                from.view().wholeState(summary).flatMap(KnownState::state));
    }
}
