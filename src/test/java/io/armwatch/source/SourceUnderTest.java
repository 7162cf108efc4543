package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A source and one of its resource types, with everything that the contract needs. All of it comes from the source and its fixture
 * folder.
 *
 * @param body an entity that holds every property of the definition
 * @param other the same with another value of each
 */
record SourceUnderTest(Source source, ResourceType type, ArmId id, ObjectNode body, ObjectNode other) {
    private static final String SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000";

    static Stream<SourceUnderTest> of(Source source) {
        return source.types().stream()
                .map(type ->
                        new SourceUnderTest(source, type, id(type), whole(source, type, 0), whole(source, type, 1)));
    }

    private static ArmId id(ResourceType type) {
        if (type.isSubscription()) {
            return ArmId.of(SUBSCRIPTION);
        }
        return ArmId.of(type.levels().stream()
                .map(level -> "/" + level.type() + "/" + level.example())
                .collect(Collectors.joining(
                        "", SUBSCRIPTION + "/resourceGroups/rg1/providers/" + type.namespace(), "")));
    }

    /** Another entity that holds every property, with the values of a variant. */
    ObjectNode answer(int variant) {
        return whole(source, type, variant);
    }

    JsonNode decoded(JsonNode answer) throws InvalidAnswerException {
        return source.decode(id, answer, Fingerprints.sha256());
    }

    /** Whether a difference at a JSON Pointer of the entity is to be reported. */
    boolean reports(String pointer) throws InvalidAnswerException {
        return isKept(pointer)
                && !((RecordSource<?>) source)
                        .withoutRequestData(decoded(body))
                        .at(pointer)
                        .isMissingNode();
    }

    /** Whether the state holds the value at a JSON Pointer of the entity. */
    boolean isKept(String pointer) {
        return !VolatileFields.withoutVolatile(body).at(pointer).isMissingNode() && !isLeftOut(pointer);
    }

    private boolean isLeftOut(String pointer) {
        String pattern = pointer.replaceAll("/\\d+(?=/|$)", "/*");
        return source instanceof PlainSource plain
                && plain.leftOut().keySet().stream().anyMatch(left -> (pattern + "/").startsWith(left + "/"));
    }

    @Override
    public String toString() {
        return source.name() + source.keySuffix() + " " + type.fullName();
    }

    private static ObjectNode whole(Source source, ResourceType type, int variant) {
        ObjectNode body = OfficialDefinition.of(source, type).sample(variant);
        ArmId id = id(type);
        if (type.isSubscription()) {
            body.put("id", id.text()).put("subscriptionId", id.subscriptionId());
        } else if (source.action().isEmpty()) {
            body.put("id", id.text()).put("name", id.name()).put("type", id.type());
        }
        if (source.action().isEmpty() && !(source instanceof PlainSource)) {
            body.putObject("tags").put("key", "tag " + variant).put("etag", "tag " + variant);
            body.set(
                    "systemData",
                    OfficialDefinition.named("maps-keys", "systemData").sample(variant));
        }
        return body;
    }
}
