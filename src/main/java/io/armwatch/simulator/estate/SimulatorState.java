package io.armwatch.simulator.estate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The state of the simulator that operations read and change.
 *
 * @param later runs something after a delay
 */
public record SimulatorState(
        Estate estate,
        SimulatedSecrets secrets,
        Stamps stamps,
        SimulatorOptions options,
        BiConsumer<Duration, Runnable> later) {

    /** Creates a resource, with keys if its kind has them. */
    public Entity create(SimulatedId id, ObjectNode body) {
        boolean keyed = id.kind() != Kind.CERTIFICATE && id.kind() != Kind.APIM_SERVICE;
        Optional<SimulatedKeys> keys = keyed ? Optional.of(secrets.keys(id.kind())) : Optional.empty();
        Entity entity = Entity.of(id, body, stamps.etag(id.kind()), keys, false);
        estate.put(entity);
        return entity;
    }

    /** Changes the body of an existing resource. */
    public Entity edit(SimulatedId id, Consumer<ObjectNode> edit) {
        return estate.change(id, entity -> entity.edited(stamps.etag(id.kind()), edit));
    }

    /** Rotates the primary or secondary key of a resource. */
    public Entity rotate(SimulatedId id, boolean primary) {
        return estate.change(id, entity -> {
            SimulatedKeys old = entity.requireKeys();
            String key = secrets.key(id.kind());
            SimulatedKeys keys =
                    primary ? old.withPrimary(key, stamps.instant()) : old.withSecondary(key, stamps.instant());
            return entity.with(keys, stamps.etag(id.kind()));
        });
    }
}
