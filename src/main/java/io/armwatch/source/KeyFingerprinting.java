package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import java.util.List;

/**
 * Replaces the key values in a response's JSON by fingerprints at once, so that no other type ever holds a key value.
 */
public final class KeyFingerprinting {
    private static final String SCHEME = "fingerprintScheme";

    private KeyFingerprinting() {}

    /**
     * A copy of an object in which {@code primaryKey} and {@code secondaryKey} are fingerprints, with their {@code
     * fingerprintScheme}. A key that is absent, null or empty is absent in the copy; without keys the scheme is absent
     * too.
     *
     * @param pointer the object's JSON Pointer in the response, for errors
     */
    public static ObjectNode fingerprinted(ArmId requested, JsonNode holder, String pointer, Fingerprints fingerprints)
            throws InvalidAnswerException {
        ObjectNode copy = ((ObjectNode) holder).objectNode();
        copy.setAll((ObjectNode) holder);
        copy.remove(SCHEME);
        for (String which : List.of("primary", "secondary")) {
            String property = which + "Key";
            String value = text(copy.path(property), pointer + "/" + property);
            copy.remove(property);
            if (!value.isEmpty()) {
                copy.put(property, fingerprints.of(requested, which, value).hex());
                copy.put(SCHEME, fingerprints.scheme());
            }
        }
        return copy;
    }

    private static String text(JsonNode value, String pointer) throws InvalidAnswerException {
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        throw InvalidAnswerException.wrongType(pointer);
    }
}
