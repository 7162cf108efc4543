package io.armwatch.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What the operations work on.
 *
 * @param later runs something after a delay
 */
record World(
        Estate estate, Secrets secrets, Stamps stamps, SimulatorOptions options, BiConsumer<Duration, Runnable> later) {

    /** Files a resource anew, with keys where its kind has them. */
    Entity create(ArmId id, ObjectNode body) {
        boolean keyed = id.kind() != Kind.CERTIFICATE && id.kind() != Kind.APIM_SERVICE;
        Optional<Keys> keys = keyed ? Optional.of(secrets.keys(id.kind())) : Optional.empty();
        Entity entity = Entity.of(id, body, stamps.etag(id.kind()), keys, false);
        estate.put(entity);
        return entity;
    }

    /** Changes the body of a resource that is there. */
    Entity edit(ArmId id, Consumer<ObjectNode> edit) {
        return estate.change(id, entity -> entity.edited(stamps.etag(id.kind()), edit));
    }

    /** Gives a resource a new primary or secondary key. */
    Entity rotate(ArmId id, boolean primary) {
        return estate.change(id, entity -> {
            Keys old = entity.requireKeys();
            String key = secrets.key(id.kind());
            Keys keys = primary ? old.withPrimary(key, stamps.instant()) : old.withSecondary(key, stamps.instant());
            return entity.with(keys, stamps.etag(id.kind()));
        });
    }
}
