package io.armwatch.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/** Reads the management API of an armwatch under test. */
record ManagementClient(ArmwatchFixture armwatch) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** The answer to a GET; a missing node where nobody answers. */
    JsonNode get(String path) {
        return armwatch.text("/api/v1/" + path).map(ManagementClient::json).orElse(MissingNode.getInstance());
    }

    /** The rows of a page. */
    List<JsonNode> rows(String path) {
        List<JsonNode> rows = new ArrayList<>();
        get(path).path("items").forEach(rows::add);
        return rows;
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }
}
