package io.armwatch.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A known state read from the store. Parts that cannot be read, for example those of another version, are left out. The
 * revision always continues: if it restarted, new events would get the ids of old ones.
 *
 * @param whole whether everything could be read
 */
public record StoredState(KnownState known, boolean whole) {
    /** The revision if even that cannot be read: above every real count, and exact in JSON readers that use doubles. */
    static final long BEYOND_COUNTING = 1L << 40;

    /** Reads a known state that {@link StateCompression#pack} compressed, or from other bytes as much as possible. */
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
                Optional.empty(), // begins a new incarnation, so that no event id repeats
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
