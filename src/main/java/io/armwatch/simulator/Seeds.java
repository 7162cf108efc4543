package io.armwatch.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** What is there from the beginning has keys as old as the official examples' ones. */
final class Seeds {
    private static final Instant LONG_AGO = Instant.parse(Samples.SOME_TIME);

    private Seeds() {}

    static void add(World world, ArmId id, ObjectNode body) {
        add(world, id, body, keys(world, id.kind()), false);
    }

    static void add(World world, ArmId id, ObjectNode body, Optional<Keys> keys, boolean deletionFails) {
        world.estate().put(Entity.of(id, body, world.stamps().etag(id.kind()), keys, deletionFails));
    }

    /** New keys for the kinds that have some. */
    static Optional<Keys> keys(World world, Kind kind) {
        return switch (kind) {
            case BATCH_ACCOUNT, MAPS_ACCOUNT, APIM_SUBSCRIPTION ->
                Optional.of(world.secrets().keys(kind, LONG_AGO));
            case CERTIFICATE, APIM_SERVICE -> Optional.empty();
        };
    }
}
