package io.armwatch.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.it.KnownStateCheck;
import io.armwatch.it.ReceivedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A step that an event reports: the value at a path of the resource's state before and after. */
record StateTransition(String path, String before, String after) {
    private static final List<String> CARRIED =
            List.of("stateComment", "displayName", "scope", "ownerId", "startDate", "endDate", "expirationDate");

    /** The steps of one event. */
    static List<StateTransition> of(ReceivedEvent event) {
        return switch (event.type()) {
            case "key.rotated" -> rotation(event);
            case "subscription.state-changed" -> List.of(link(event, "/properties/state", "previousState", "state"));
            case "resource.changed" ->
                StreamSupport.stream(event.data().path("changes").spliterator(), false)
                        .map(change -> new StateTransition(
                                change.path("path").asText(), text(change.path("before")), text(change.path("after"))))
                        .toList();
            default -> List.of();
        };
    }

    /** What an event carries besides, as it is after the change: no other event of the same observation reports it. */
    static Map<String, String> carried(ReceivedEvent event) {
        Map<String, String> values = new HashMap<>();
        if (event.type().equals("subscription.state-changed")) {
            for (String field : CARRIED) {
                String value = text(event.data().path(field));
                if (!value.equals("null") && !value.isEmpty()) {
                    values.put("/properties/" + field, value);
                }
            }
        }
        return values;
    }

    private static List<StateTransition> rotation(ReceivedEvent event) {
        String key = "/" + event.data("key") + "Key";
        Stream<StateTransition> value = Stream.of(link(event, key, "previousFingerprint", "fingerprint"));
        Stream<StateTransition> time = event.data("rotatedAt").equals("null")
                ? Stream.of()
                : Stream.of(link(event, key + "LastUpdated", "previousRotatedAt", "rotatedAt"));
        return new ArrayList<>(Stream.concat(value, time).toList());
    }

    private static StateTransition link(ReceivedEvent event, String path, String before, String after) {
        return new StateTransition(
                path, text(event.data().path(before)), text(event.data().path(after)));
    }

    /** A value as it can be compared. */
    static String text(JsonNode value) {
        return value.isContainerNode() ? value.toString() : KnownStateCheck.text(value.asText("null"));
    }
}
