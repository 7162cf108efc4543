package io.armwatch.simulator.estate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.kind.Etags;
import io.armwatch.simulator.wire.Answer;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.WireJson;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One version of a resource. Immutable: a write replaces it. Its JSON is rendered once, when it is written.
 *
 * @param body what GET returns; must not be modified, only copied
 * @param listed what lists return of it
 * @param deletionFails whether its deletion always fails
 */
public record Entity(
        SimulatedId id,
        ObjectNode body,
        Buffer json,
        Buffer listed,
        String etag,
        Optional<SimulatedKeys> keys,
        boolean deletionFails)
        implements Answer.Content {

    static Entity of(
            SimulatedId id, ObjectNode body, String etag, Optional<SimulatedKeys> keys, boolean deletionFails) {
        if (id.kind().behaviour().etags() == Etags.HEADER_AND_BODY) {
            body.put("etag", etag);
        }
        Buffer json = WireJson.render(body);
        return new Entity(id, body, json, listed(id, body, json), etag, keys, deletionFails);
    }

    /** The JSON without what the official lists lack. */
    private static Buffer listed(SimulatedId id, ObjectNode body, Buffer json) {
        List<String> omitted = id.kind().behaviour().listsOmit();
        if (omitted.isEmpty()) {
            return json;
        }
        ObjectNode copy = body.deepCopy();
        omitted.forEach(pointer -> Pointers.remove(copy, pointer));
        return WireJson.render(copy);
    }

    /** A copy with a changed body. */
    public Entity edited(String newEtag, Consumer<ObjectNode> edit) {
        ObjectNode copy = body.deepCopy();
        edit.accept(copy);
        return of(id, copy, newEtag, keys, deletionFails);
    }

    public Entity with(SimulatedKeys newKeys, String newEtag) {
        return of(id, body.deepCopy(), newEtag, Optional.of(newKeys), deletionFails);
    }

    public ObjectNode properties() {
        return WireJson.member(body, "properties");
    }

    /** The ETag, for kinds whose responses have one. */
    @Override
    public Optional<String> shownEtag() {
        return id.kind().behaviour().etags() == Etags.NONE ? Optional.empty() : Optional.of(etag);
    }

    public SimulatedKeys requireKeys() {
        return keys.orElseThrow(() -> new ArmErrorException(404, "KeysNotFound", "The resource has no keys."));
    }

    @Override
    public String toString() {
        return "Entity[" + id.text() + "]";
    }
}
