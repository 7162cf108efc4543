package io.armwatch.simulator.estate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** Adds initial resources, whose keys are as old as those in the official examples. */
final class SeedKeys {
    private static final Instant LONG_AGO = Instant.parse(Samples.SOME_TIME);

    private SeedKeys() {}

    static void add(SimulatorState state, SimulatedId id, ObjectNode body) {
        add(state, id, body, keys(state, id.kind()), false);
    }

    static void add(
            SimulatorState state,
            SimulatedId id,
            ObjectNode body,
            Optional<SimulatedKeys> keys,
            boolean deletionFails) {
        state.estate().put(Entity.of(id, body, state.stamps().etag(id.kind()), keys, deletionFails));
    }

    /** New keys for the kinds that have keys. */
    static Optional<SimulatedKeys> keys(SimulatorState state, Kind kind) {
        return switch (kind) {
            case BATCH_ACCOUNT, MAPS_ACCOUNT, APIM_SUBSCRIPTION ->
                Optional.of(state.secrets().keys(kind, LONG_AGO));
            case CERTIFICATE, APIM_SERVICE -> Optional.empty();
        };
    }
}
