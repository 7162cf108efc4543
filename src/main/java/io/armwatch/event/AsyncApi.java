package io.armwatch.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The AsyncAPI 3.0 document of what armwatch publishes: channels, messages, keys and headers, in both content modes. Its schemas are those of
 * {@link Schemas}, in the form that AsyncAPI 3.0 takes without a plugin (JSON Schema draft-07).
 *
 * @see <a href="https://www.asyncapi.com/docs/reference/specification/v3.0.0">AsyncAPI 3.0.0</a>
 */
final class AsyncApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String SCHEMA = "#/components/schemas/";
    private static final String ENVELOPE = "envelope";
    private static final String HEADERS = "binaryHeaders";
    private static final Map<Topic, String> TOPICS = Map.of(
            Topic.KEY_ROTATIONS, "Keys and secrets: rotated, expiring, expired, overdue, recovered.",
            Topic.CERTIFICATE_FAILURES, "Certificates: failed, unreadable, expiring, expired, renewed, recovered.",
            Topic.SUBSCRIPTION_STATES, "States of API Management subscriptions and of Azure subscriptions.",
            Topic.RESOURCE_CHANGES, "Resources that are discovered, changed, deleted or no longer watched.",
            Topic.POLLING, "What cannot be polled, and what was scanned.",
            Topic.KNOWN_STATES, "Compacted: the last known state of each resource.",
            Topic.DEAD_LETTERS, "Where observations are that could not be processed.");

    private AsyncApi() {}

    static ObjectNode document() {
        ObjectNode document = JSON.objectNode();
        document.put("asyncapi", "3.0.0");
        document.put("id", Schemas.URN + "asyncapi:v1");
        document.putObject("info")
                .put("title", "armwatch events")
                .put("version", "1")
                .put(
                        "description",
                        "What armwatch publishes about Azure's management plane. Set isolation.level=read_committed. Events are in "
                                + "CloudEvents' structured content mode, with armwatch.events.mode=binary in the binary one.");
        document.put("defaultContentType", "application/cloudevents+json");
        ObjectNode channels = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        ObjectNode components = document.putObject("components");
        Arrays.stream(Topic.values())
                .filter(TOPICS::containsKey)
                .forEach(topic -> addChannel(topic, channels, operations));
        ObjectNode messages = components.putObject("messages");
        for (EventType type : EventType.values()) {
            messages.set(structured(type), structuredMessage(type));
            messages.set(binary(type), binaryMessage(type));
        }
        messages.set("known-state", record(Schemas.KNOWN_STATE, "known-state", true));
        messages.set("dead-letter", record(Schemas.DEAD_LETTER, "dead-letter", false));
        addSchemas(components.putObject("schemas"));
        return document;
    }

    private static void addChannel(Topic topic, ObjectNode channels, ObjectNode operations) {
        String name = topic.name("").substring(1);
        ObjectNode channel = channels.putObject(name);
        channel.put("address", topic.name("{prefix}"));
        channel.put("description", TOPICS.get(topic));
        channel.putObject("parameters")
                .putObject("prefix")
                .put("default", "azure")
                .put("description", "armwatch.topics.prefix");
        ObjectNode messages = channel.putObject("messages");
        for (String message : messages(topic)) {
            messages.putObject(message).put("$ref", "#/components/messages/" + message);
        }
        ObjectNode operation = operations.putObject("publish-" + name);
        operation.put("action", "send");
        operation.putObject("channel").put("$ref", "#/channels/" + name);
    }

    private static List<String> messages(Topic topic) {
        return switch (topic) {
            case KNOWN_STATES -> List.of("known-state");
            case DEAD_LETTERS -> List.of("dead-letter");
            default ->
                Arrays.stream(EventType.values())
                        .filter(type -> type.topic() == topic)
                        .flatMap(type -> List.of(structured(type), binary(type)).stream())
                        .toList();
        };
    }

    private static String structured(EventType type) {
        return type.text() + ".structured";
    }

    private static String binary(EventType type) {
        return type.text() + ".binary";
    }

    /** CloudEvents' Kafka binding, section 3.3: the value is the whole event. */
    private static ObjectNode structuredMessage(EventType type) {
        ObjectNode message = message(type, "application/cloudevents+json");
        ObjectNode headers = message.putObject("headers").put("type", "object");
        headers.putObject("properties").set("content-type", constant("application/cloudevents+json"));
        ObjectNode payload = message.putObject("payload");
        payload.putArray("allOf").addObject().put("$ref", SCHEMA + ENVELOPE);
        ObjectNode properties = payload.put("type", "object").putObject("properties");
        properties.set("type", constant(type.type()));
        properties.putObject("data").put("$ref", SCHEMA + type.text());
        return message;
    }

    /** CloudEvents' Kafka binding, section 3.2: the value is the data, attributes are headers that begin with {@code ce_}. */
    private static ObjectNode binaryMessage(EventType type) {
        ObjectNode message = message(type, "application/json");
        ObjectNode headers = message.putObject("headers").put("type", "object");
        headers.putArray("allOf").addObject().put("$ref", SCHEMA + HEADERS);
        headers.putObject("properties").set("ce_type", constant(type.type()));
        message.putObject("payload").put("$ref", SCHEMA + type.text());
        return message;
    }

    private static ObjectNode message(EventType type, String contentType) {
        JsonNode schema = Schemas.read(type.schemaFile());
        ObjectNode message = JSON.objectNode();
        message.put("name", type.type());
        message.put("title", schema.get("title").textValue());
        message.put("summary", schema.get("description").textValue());
        message.put("contentType", contentType);
        addKey(message, "The ARM id of the resource in lower case.");
        return message;
    }

    /** A record that is no event. */
    private static ObjectNode record(String file, String name, boolean tombstones) {
        JsonNode schema = Schemas.read(file);
        ObjectNode message = JSON.objectNode();
        message.put("name", name);
        message.put("title", schema.get("title").textValue());
        message.put("summary", schema.get("description").textValue());
        message.put("contentType", "application/json");
        addKey(message, "The ARM id in lower case, then / and the endpoint if the state is of an endpoint of its own.");
        ObjectNode payload = message.putObject("payload");
        if (tombstones) {
            payload.putArray("oneOf")
                    .add(JSON.objectNode().put("$ref", SCHEMA + name))
                    .add(JSON.objectNode().put("type", "null").put("description", "A tombstone."));
        } else {
            payload.put("$ref", SCHEMA + name);
        }
        return message;
    }

    private static void addKey(ObjectNode message, String description) {
        ObjectNode kafka = message.putObject("bindings").putObject("kafka");
        kafka.putObject("key").put("type", "string").put("description", description);
        kafka.put("bindingVersion", "0.5.0");
    }

    private static void addSchemas(ObjectNode schemas) {
        schemas.set(ENVELOPE, draft7(Schemas.ENVELOPE, ENVELOPE));
        schemas.set(HEADERS, headers(draft7(Schemas.ENVELOPE, ENVELOPE)));
        schemas.set("common", draft7(Schemas.COMMON, "common"));
        for (EventType type : EventType.values()) {
            schemas.set(type.text(), draft7(type.schemaFile(), type.text()));
        }
        schemas.set("known-state", draft7(Schemas.KNOWN_STATE, "known-state"));
        schemas.set("dead-letter", draft7(Schemas.DEAD_LETTER, "dead-letter"));
    }

    /** The attributes of an event as record headers. */
    private static ObjectNode headers(ObjectNode envelope) {
        ObjectNode headers = JSON.objectNode().put("type", "object");
        ObjectNode properties = headers.putObject("properties");
        properties.set("content-type", constant("application/json"));
        envelope.get("properties")
                .properties()
                .forEach(attribute -> properties.set("ce_" + attribute.getKey(), attribute.getValue()));
        properties.remove(List.of("ce_datacontenttype", "ce_data"));
        return headers;
    }

    /** A schema in draft-07, with references inside the AsyncAPI document. */
    private static ObjectNode draft7(String file, String name) {
        ObjectNode schema = Schemas.read(file);
        schema.remove(List.of("$schema", "$id"));
        JsonNode definitions = schema.remove("$defs");
        if (definitions != null) {
            schema.set("definitions", definitions);
        }
        schema.findParents("$ref").forEach(parent -> {
            String reference = parent.get("$ref").textValue();
            ((ObjectNode) parent)
                    .put(
                            "$ref",
                            reference.startsWith("#/$defs/")
                                    ? reference.replace("#/$defs/", SCHEMA + name + "/definitions/")
                                    : SCHEMA + "common");
        });
        return schema;
    }

    private static ObjectNode constant(String value) {
        return JSON.objectNode().put("type", "string").put("const", value);
    }
}
