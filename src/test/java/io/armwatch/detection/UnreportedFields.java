package io.armwatch.detection;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** The fields whose differences are no change of a resource. */
final class UnreportedFields {
    /** They differ with every refresh, and with how armwatch makes fingerprints. */
    private static final Set<String> ALWAYS = Set.of(
            "/properties/keyVault/lastStatus/timeStampUtc",
            "/properties/keyVault/lastStatus/message",
            "/properties/fingerprintScheme",
            "/fingerprintScheme");

    private UnreportedFields() {}

    static boolean isAlways(String path) {
        return ALWAYS.contains(path);
    }

    /** Whether the events do not tell the value of a field: another api-version may have shown or hidden it. */
    static boolean mayBe(String source, String path) {
        return isAlways(path) || (source.equals("batch-account") && path.startsWith("/systemData/"));
    }

    /** Whether a difference between two states of a source is no change. */
    static boolean contains(String source, String path, JsonNode before, JsonNode after) {
        boolean sameVersion = before.has("systemData") == after.has("systemData");
        return isAlways(path) || (mayBe(source, path) && !sameVersion);
    }
}
