package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares a record of the known states with what the simulator shows. */
public final class KnownStateCheck {
    private static final Set<String> NOT_STATE = Set.of("/id", "/name", "/type", "/etag");

    private KnownStateCheck() {}

    /** Checks that a state says of a resource just what its GET says. */
    public static void checkBody(JsonNode known, String id, String body) {
        checkFrame(known, id);
        Map<String, String> shown = flat(ReceivedEvent.json(body.getBytes(UTF_8)));
        shown.keySet().removeAll(NOT_STATE);
        assertThat(flat(known.get("state"))).isEqualTo(shown);
    }

    /** Checks that a state holds the fingerprints of these keys, as {@code listKeys} or {@code listSecrets} shows them. */
    public static void checkKeys(JsonNode known, String id, JsonNode keys) {
        checkFrame(known, id);
        Map<String, String> expected = flat(keys);
        for (String which : Set.of("primary", "secondary")) {
            expected.computeIfPresent("/" + which + "Key", (path, key) -> EventFormatCheck.fingerprint(id, which, key));
        }
        expected.put("/fingerprintScheme", "sha256");
        assertThat(flat(known.get("state"))).isEqualTo(expected);
    }

    private static void checkFrame(JsonNode known, String id) {
        assertThat(known.get("resourceId").asText()).isEqualTo(id);
        assertThat(known.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "resourceId",
                        "resourceType",
                        "source",
                        "endpoint",
                        "location",
                        "tags",
                        "incarnation",
                        "revision",
                        "observedAt",
                        "recordVersion",
                        "open",
                        "state");
    }

    /** Leaves by their paths, less what is no state; times as instants, lists as sets, nothing where there is nothing. */
    public static Map<String, String> leaves(JsonNode node) {
        Map<String, String> leaves = flat(node);
        leaves.keySet().removeAll(NOT_STATE);
        return leaves;
    }

    private static Map<String, String> flat(JsonNode node) {
        Map<String, String> leaves = new TreeMap<>();
        collect("", node, leaves);
        return leaves;
    }

    private static void collect(String path, JsonNode node, Map<String, String> leaves) {
        if (node.isObject()) {
            node.properties().forEach(each -> collect(path + "/" + each.getKey(), each.getValue(), leaves));
        } else if (node.isArray()) {
            node.forEach(each -> leaves.put(path + "[" + each.toString().toLowerCase(Locale.ROOT) + "]", ""));
        } else if (!node.isNull()) {
            leaves.put(path, text(node.asText()));
        }
    }

    public static String text(String text) {
        try {
            return Instant.parse(text).toString();
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    public static String key(String id, String... suffix) {
        return (id + String.join("", Arrays.asList(suffix))).toLowerCase(Locale.ROOT);
    }
}
