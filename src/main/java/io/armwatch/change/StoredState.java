package io.armwatch.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A known state as the store gives it back. What of it cannot be read, as where another version wrote it, is left out; but its
 * revision goes on in any case: were it to restart, new events would get the ids of old ones.
 *
 * @param whole whether all of it could be read
 */
public record StoredState(KnownState known, boolean whole) {
    /** Where not even the revision can be read: more than was ever counted, and less than JSON's readers round. */
    static final long BEYOND_COUNTING = 1L << 40;

    /** Reads what {@link StateCompression#pack} made of a known state's JSON, or of anything else what there is. */
    public static StoredState of(Target target, byte[] stored) {
        byte[] json = StateCompression.unpack(stored);
        try {
            return new StoredState(Json.read(json, KnownState.class), true);
        } catch (IOException damaged) {
            return new StoredState(remains(target, Json.tree(json)), false);
        }
    }

    private static KnownState remains(Target target, JsonNode json) {
        JsonNode revision = json.path("revision");
        return new KnownState(
                target,
                Optional.empty(), // so that another one begins, and no id comes twice
                revision.canConvertToLong() && revision.longValue() > 0 ? revision.longValue() : BEYOND_COUNTING,
                instant(json.path("observedAt")),
                Optional.of(json.path("state")).filter(JsonNode::isObject),
                json.path("deleted").asBoolean(),
                0,
                Optional.empty(),
                List.of());
    }

    private static Optional<Instant> instant(JsonNode text) {
        try {
            return Optional.of(Instant.parse(text.asText()));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
