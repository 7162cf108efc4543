package io.armwatch.simulator.estate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.kind.Kinds;
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
        Kinds kinds,
        Estate estate,
        SimulatedSecrets secrets,
        Stamps stamps,
        SimulatorOptions options,
        BiConsumer<Duration, Runnable> later) {

    /** Creates a resource, with keys if its kind has them. */
    public Entity create(SimulatedId id, ObjectNode body) {
        boolean keyed = !id.kind().behaviour().keys().isEmpty();
        Optional<SimulatedKeys> keys = keyed ? Optional.of(secrets.keys(id.kind())) : Optional.empty();
        secrets.plant(id, body);
        secrets.rememberIn(id, body);
        Entity entity = Entity.of(id, body, etag(id), keys, false);
        estate.put(entity);
        return entity;
    }

    /** Changes the body of an existing resource. */
    public Entity edit(SimulatedId id, Consumer<ObjectNode> edit) {
        return estate.change(id, entity -> {
            Entity edited = entity.edited(etag(id), edit);
            secrets.rememberIn(id, edited.body());
            return edited;
        });
    }

    /** Rotates the primary or secondary key of a resource. */
    public Entity rotate(SimulatedId id, boolean primary) {
        return estate.change(id, entity -> {
            SimulatedKeys old = entity.requireKeys();
            String key = secrets.key(id.kind());
            SimulatedKeys keys =
                    primary ? old.withPrimary(key, stamps.instant()) : old.withSecondary(key, stamps.instant());
            return entity.with(keys, etag(id));
        });
    }

    /** Replaces a named secret of a resource. */
    public void renew(SimulatedId id, String name) {
        secrets.renew(id, name);
    }

    /** A new ETag for a resource. */
    public String etag(SimulatedId id) {
        return stamps.etag(id.kind().behaviour().etags());
    }

    /** Parses an id of a kind that this simulator serves. */
    public SimulatedId parse(String id) {
        return SimulatedId.parse(kinds, id);
    }
}
