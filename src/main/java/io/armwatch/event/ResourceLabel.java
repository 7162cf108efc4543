package io.armwatch.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A short label of a resource: parent and name, the part that changed, the resource group. */
final class ResourceLabel {
    private static final String PROVIDERS = "/providers/";
    private static final int NAMES_WIDTH = 30;
    private static final int PART_WIDTH = 12;
    private static final int GROUP_WIDTH = 16;

    private ResourceLabel() {}

    static String of(CloudEvent event, JsonNode data) {
        JsonNode resourceId = data.path("resourceId");
        String id = resourceId.isTextual() ? resourceId.textValue() : String.valueOf(event.getSource());
        String names = String.join("/", names(id));
        String part = event.getSubject();
        String label = LineText.cut(names, NAMES_WIDTH);
        if (part != null && !isNameIn(part, names)) {
            label += " " + LineText.cut(part, PART_WIDTH);
        }
        String group = data.path("resourceGroup").asText("");
        return group.isEmpty() ? label : label + " (" + LineText.cut(group, GROUP_WIDTH) + ")";
    }

    private static boolean isNameIn(String part, String names) {
        return ("/" + names).toLowerCase(Locale.ROOT).endsWith("/" + part.toLowerCase(Locale.ROOT));
    }

    /**
     * The names of the resource and its parents. A list ends with its type; a subscription, a resource group or a text
     * that is not an ARM id gives its last segment only.
     */
    private static List<String> names(String id) {
        int providers = id.toLowerCase(Locale.ROOT).indexOf(PROVIDERS);
        if (providers < 0) {
            return List.of(id.substring(id.lastIndexOf('/') + 1));
        }
        String[] segments = id.substring(providers + PROVIDERS.length()).split("/", -1);
        List<String> names = new ArrayList<>();
        for (int i = 2; i < segments.length; i += 2) {
            names.add(segments[i]);
        }
        if (segments.length % 2 == 0) {
            names.add(segments[segments.length - 1]);
        }
        return names;
    }
}
