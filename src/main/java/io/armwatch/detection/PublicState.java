package io.armwatch.detection;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.event.OpenIncident;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A known state in the form that consumers read from {@code azure.known-states}.
 *
 * @param recordVersion the version of the form of {@code state}: it rises when armwatch begins or ceases to keep a property
 * @param open the open incidents and the outage; every change of them is a revision, so each record has those of its revision
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record PublicState(
        String resourceId,
        String resourceType,
        String source,
        Optional<String> endpoint,
        Optional<String> location,
        Optional<JsonNode> tags,
        Optional<Instant> incarnation,
        long revision,
        Instant observedAt,
        int recordVersion,
        List<OpenIncident> open,
        JsonNode state) {
    PublicState {
        open = requireNonNullElse(open, List.<OpenIncident>of()).stream()
                .toList(); // absent in a record of an earlier version
    }

    /** The value of the record; null, which is a tombstone, if there is no state. */
    static byte @Nullable [] of(KnownState known) {
        if (known.state().isEmpty() || known.observedAt().isEmpty()) {
            return null;
        }
        return Json.write(new PublicState(
                known.target().id().text(),
                known.target().id().type(),
                known.target().source(),
                known.target().endpoint(),
                known.labels().location(),
                known.labels().tags(),
                known.incarnation(),
                known.revision(),
                known.observedAt().get(),
                known.recordVersion(),
                OpenIncident.of(known),
                known.state().get()));
    }
}
