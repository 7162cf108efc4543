package io.armwatch.simulator.estate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.kind.Kind;
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
        state.secrets().rememberIn(id, body);
        state.estate().put(Entity.of(id, body, state.etag(id), keys, deletionFails));
    }

    /** New keys for the kinds that have keys. */
    static Optional<SimulatedKeys> keys(SimulatorState state, Kind kind) {
        return kind.behaviour().keys().isEmpty()
                ? Optional.empty()
                : Optional.of(state.secrets().keys(kind, LONG_AGO));
    }
}
