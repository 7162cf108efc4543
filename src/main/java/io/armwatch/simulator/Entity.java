package io.armwatch.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One resource as it is now. Never changed: a write replaces it. Its JSON is rendered once, at the write.
 *
 * @param body what GET answers; whoever changes it changes a copy
 * @param deletionFails whether its deletion is bound to fail
 */
record Entity(ArmId id, ObjectNode body, Buffer json, String etag, Optional<Keys> keys, boolean deletionFails) {

    static Entity of(ArmId id, ObjectNode body, String etag, Optional<Keys> keys, boolean deletionFails) {
        if (id.kind() == Kind.CERTIFICATE) {
            body.put("etag", etag);
        }
        return new Entity(id, body, Json.render(body), etag, keys, deletionFails);
    }

    /** The same resource after a change of its body. */
    Entity edited(String newEtag, Consumer<ObjectNode> edit) {
        ObjectNode copy = body.deepCopy();
        edit.accept(copy);
        return of(id, copy, newEtag, keys, deletionFails);
    }

    Entity with(Keys newKeys, String newEtag) {
        return of(id, body.deepCopy(), newEtag, Optional.of(newKeys), deletionFails);
    }

    ObjectNode properties() {
        return Json.member(body, "properties");
    }

    /** The ETag, for the kinds whose answers carry one. */
    Optional<String> shownEtag() {
        return id.kind().isChild() ? Optional.of(etag) : Optional.empty();
    }

    Keys requireKeys() {
        return keys.orElseThrow(() -> new Refusal(404, "KeysNotFound", "The resource has no keys."));
    }

    @Override
    public String toString() {
        return "Entity[" + id.text() + "]";
    }
}
