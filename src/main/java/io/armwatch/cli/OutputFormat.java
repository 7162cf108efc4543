package io.armwatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** How a command prints what it found: lines for people, one JSON object a line, or YAML documents. */
enum OutputFormat {
    text,
    json,
    yaml;

    private static final JsonMapper JSON = new JsonMapper();
    private static final DumpSettings YAML = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setExplicitStart(true)
            .setSplitLines(false)
            .build();

    /** The JSON object as one line, or as a YAML document that begins with {@code ---}; without a line end. */
    String document(JsonNode json) {
        return this == yaml
                ? new Dump(YAML)
                        .dumpToString(JSON.convertValue(json, Object.class))
                        .stripTrailing()
                : json.toString();
    }
}
