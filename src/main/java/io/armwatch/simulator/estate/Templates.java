package io.armwatch.simulator.estate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.armwatch.simulator.wire.WireJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills the <code>${…}</code> of a {@code behaviour.json}: {@code now}, {@code days:N} (the time in N days), {@code
 * seconds:N} (the same as a number), {@code hex:N} (random digits), {@code name}, {@code parent} (its name), {@code
 * request:MEMBER}, {@code secret:NAME}.
 */
public final class Templates {
    private static final Pattern HOLE = Pattern.compile("\\$\\{(\\w+)(?::([^}]*))?}");

    private final SimulatorState state;
    private final SimulatedId id;
    private final ObjectNode request;

    public Templates(SimulatorState state, SimulatedId id, ObjectNode request) {
        this.state = state;
        this.id = id;
        this.request = request;
    }

    /** A copy of the template, filled. */
    public ObjectNode fill(ObjectNode template) {
        ObjectNode filled = WireJson.object();
        template.properties().forEach(member -> filled.set(text(member.getKey()), fill(member.getValue())));
        return filled;
    }

    private JsonNode fill(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return fill(object);
        }
        if (node instanceof ArrayNode array) {
            ArrayNode filled = WireJson.MAPPER.createArrayNode();
            array.forEach(element -> filled.add(fill(element)));
            return filled;
        }
        if (!node.isTextual()) {
            return node;
        }
        String text = text(node.asText());
        return node.asText().startsWith("${seconds") ? LongNode.valueOf(Long.parseLong(text)) : TextNode.valueOf(text);
    }

    /** The text, filled. */
    public String text(String template) {
        return HOLE.matcher(template)
                .replaceAll(hole ->
                        Matcher.quoteReplacement(value(hole.group(1), hole.group(2) == null ? "" : hole.group(2))));
    }

    private String value(String name, String argument) {
        return switch (name) {
            case "now" -> state.stamps().now();
            case "days" -> in(argument).toString();
            case "seconds" -> Long.toString(in(argument).getEpochSecond());
            case "hex" -> state.secrets().hex(Integer.parseInt(argument));
            case "name" -> id.name();
            case "parent" -> id.parent().substring(id.parent().lastIndexOf('/') + 1);
            case "request" -> request.path(argument).asText();
            case "secret" -> state.secrets().named(id, argument);
            default -> throw new IllegalArgumentException("behaviour.json: ${" + name + "} is unknown");
        };
    }

    private Instant in(String days) {
        Instant now = state.stamps().instant().truncatedTo(ChronoUnit.SECONDS);
        return days.isEmpty() ? now : now.plus(Integer.parseInt(days), ChronoUnit.DAYS);
    }
}
