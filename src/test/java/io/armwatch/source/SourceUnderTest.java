package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import java.util.Map;

/** A source with everything that the contract needs to know of it. */
record SourceUnderTest(Source source, ArmId id, ObjectNode body, ObjectNode other) {
    private static final String GROUP =
            "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/";
    private static final String SID = GROUP + "Microsoft.ApiManagement/service/apimService1/subscriptions/5931a769";

    /** A source's entity in the reference, the id it is asked for by, and whether the answer is a resource. */
    private record Entity(String source, String definition, String id, boolean resource) {}

    private static final Map<String, Entity> ENTITIES = Map.of(
            "batch-account",
            new Entity("batch-account", "BatchAccount", GROUP + "Microsoft.Batch/batchAccounts/acct", true),
            "batch-certificate",
            new Entity(
                    "batch-certificate",
                    "Certificate",
                    GROUP + "Microsoft.Batch/batchAccounts/acct/certificates/sha1-0a0e",
                    true),
            "maps-keys",
            new Entity("maps-keys", "MapsAccountKeys", GROUP + "Microsoft.Maps/accounts/maps", false),
            "apim-subscription",
            new Entity("apim-subscription", "SubscriptionContract", SID, true),
            "apim-subscription/listsecrets",
            new Entity("apim-subscription", "SubscriptionKeysContract", SID, false));

    static SourceUnderTest of(Source source) {
        Entity entity = ENTITIES.get(source.name() + source.keySuffix());
        if (entity == null) {
            throw new AssertionError(
                    "ENTITIES lacks the definition of the entity of " + source.name() + source.keySuffix());
        }
        return new SourceUnderTest(source, ArmId.of(entity.id()), whole(entity, 0), whole(entity, 1));
    }

    JsonNode decoded(JsonNode answer) throws InvalidAnswerException {
        return source.decode(id, answer, Fingerprints.sha256());
    }

    @Override
    public String toString() {
        return source.name() + source.keySuffix();
    }

    private static ObjectNode whole(Entity entity, int variant) {
        ObjectNode body = new OfficialDefinition(entity.source(), entity.definition()).sample(variant);
        if (entity.resource()) {
            ArmId id = ArmId.of(entity.id());
            body.put("id", id.text()).put("name", id.name()).put("type", id.type());
            body.putObject("tags").put("key", "tag " + variant).put("etag", "tag " + variant);
            body.set("systemData", new OfficialDefinition("maps-keys", "systemData").sample(variant));
        }
        return body;
    }
}
