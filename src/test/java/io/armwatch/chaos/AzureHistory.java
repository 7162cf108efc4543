package io.armwatch.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.it.EventFormatCheck;
import io.armwatch.it.ReceivedEvent;
import io.armwatch.it.SimulatedAzure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All that Azure has shown of each resource, one state after the other, in the form of known states. Whoever changes a resource
 * looks at it before and after each change; for many threads, as long as one of them changes a resource at a time.
 */
public final class AzureHistory {
    private final SimulatedAzure azure;
    private final Map<String, List<JsonNode>> states = new ConcurrentHashMap<>();

    public AzureHistory(SimulatedAzure azure, Collection<String> ids) {
        this.azure = azure;
        ids.forEach(this::look);
    }

    /** Changes a resource by an operation, for example {@code POST …/regenerateKey}. */
    public void change(String id, String method, String path, String body) {
        azure.call(method, path, body);
        look(id);
    }

    /** Takes note of what a resource is now. */
    public void look(String id) {
        JsonNode now = id.contains("/Microsoft.Maps/")
                ? keys(id)
                : ReceivedEvent.json(azure.simulator().body(id).getBytes(UTF_8));
        states.computeIfAbsent(id, each -> new ArrayList<>()).add(now);
    }

    private JsonNode keys(String id) {
        ObjectNode keys = azure.call("POST", id + "/listKeys", "").deepCopy();
        for (String which : List.of("primary", "secondary")) {
            keys.put(
                    which + "Key",
                    EventFormatCheck.fingerprint(
                            id, which, keys.get(which + "Key").asText()));
        }
        return keys.put("fingerprintScheme", "sha256");
    }

    /** The last state of a resource that was read. */
    public JsonNode last(String id) {
        List<JsonNode> all = states.getOrDefault(id, List.of());
        return all.get(all.size() - 1);
    }

    /** The states of each resource, in their order. */
    public Map<String, List<JsonNode>> states() {
        Map<String, List<JsonNode>> all = new LinkedHashMap<>();
        states.forEach((id, each) -> all.put(id, List.copyOf(each)));
        return all;
    }
}
