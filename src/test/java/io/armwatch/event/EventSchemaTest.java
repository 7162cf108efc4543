package io.armwatch.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.armwatch.change.Change;
import io.armwatch.change.DetectedChange;
import io.armwatch.change.Reason;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shipped schemas promise, and that the events keep it. */
class EventSchemaTest {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    static Stream<DetectedChange> examples() {
        return EventExamples.all();
    }

    @Test
    void every_change_has_a_full_and_a_bare_example() {
        assertThat(EventExamples.full().<Class<?>>map(change -> change.change().getClass()))
                .containsExactlyInAnyOrder(Change.class.getPermittedSubclasses());
        assertThat(EventExamples.bare().<Class<?>>map(change -> change.change().getClass()))
                .containsExactlyInAnyOrder(Change.class.getPermittedSubclasses());
    }

    @Test
    void every_event_type_belongs_to_a_change() {
        assertThat(EventExamples.full().map(change -> EventType.of(change.change())))
                .containsExactlyInAnyOrder(EventType.values());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void data_is_valid_by_the_schema_that_the_event_names(DetectedChange change) throws IOException {
        CloudEvent event = Events.of(change);
        JsonNode schema = schema(EventType.named(event.getType()).orElseThrow());

        assertThat(schema.get("$id").textValue()).isEqualTo(Objects.toString(event.getDataSchema()));
        assertThat(compiled(schema).validate(data(event))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void data_holds_exactly_the_documented_fields(DetectedChange change) throws IOException {
        CloudEvent event = Events.of(change);
        Schema schema = compiled(schema(EventType.named(event.getType()).orElseThrow()));
        ObjectNode data = data(event);

        for (String field : names(data)) {
            assertThat(schema.validate(data.deepCopy().without(field)))
                    .as(field)
                    .hasSize(1);
        }
        assertThat(schema.validate(data.deepCopy().put("surplus", 1))).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_field_has_an_exact_type(DetectedChange change) throws IOException {
        CloudEvent event = Events.of(change);
        Schema schema = compiled(schema(EventType.named(event.getType()).orElseThrow()));

        for (String field : names(data(event))) {
            ObjectNode data = data(event);
            ObjectNode other = data.get(field).isBoolean() ? data.put(field, 1) : data.put(field, true);
            assertThat(schema.validate(other)).as(field).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void a_schema_is_valid_and_describes_and_requires_every_field(EventType type) throws IOException {
        JsonNode schema = schema(type);

        assertThat(SCHEMAS.getSchema(SchemaLocation.of(DIALECT)).validate(schema))
                .isEmpty();
        assertThat(schema.get("$schema").textValue()).isEqualTo(DIALECT);
        assertThat(schema.get("title").textValue()).isNotBlank();
        assertThat(schema.get("required")).map(JsonNode::textValue).isEqualTo(names(schema.get("properties")));
        assertThat(schema.get("properties"))
                .allSatisfy(property ->
                        assertThat(property.path("description").asText()).isNotBlank());
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void a_schema_can_be_used_alone(EventType type) {
        List<String> ids = published(type).findValuesAsText("$id");
        assertThat(published(type).findValuesAsText("$ref"))
                .allMatch(reference -> reference.startsWith("#/$defs/") || ids.contains(reference));
    }

    @Test
    void the_reasons_of_a_failed_poll_are_those_of_the_code() throws IOException {
        assertThat(schema(EventType.POLL_FAILED).at("/properties/reason/enum"))
                .map(JsonNode::textValue)
                .isEqualTo(Arrays.stream(Reason.values()).map(Reason::text).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/subscriptions/*", "/providers/Microsoft.Management/managementGroups/Platform"})
    void a_scope_of_the_tenant_has_no_subscription(String scope) throws IOException {
        CloudEvent event = Events.of(EventExamples.of(scope, EventExamples.pollFailed("")));

        assertThat(data(event).get("subscriptionId").isNull()).isTrue();
        assertThat(data(event).get("resourceId").textValue()).isEqualTo(scope);
        assertThat(compiled(schema(EventType.POLL_FAILED)).validate(data(event)))
                .isEmpty();
    }

    @Test
    void a_time_set_by_armwatch_must_be_a_valid_time() throws IOException {
        CloudEvent event = Events.of(EventExamples.of(EventExamples.MAPS, EventExamples.pollFailed("")));
        Schema schema = compiled(schema(EventType.POLL_FAILED));

        for (String field : List.of("observedAt", "previouslyObservedAt", "failingSince", "nextAttemptAt")) {
            assertThat(schema.validate(data(event).put(field, "yesterday")))
                    .as(field)
                    .hasSize(1);
        }
    }

    /** The samples for consumers are events as armwatch publishes them. */
    @ParameterizedTest
    @EnumSource(EventType.class)
    void a_sample_is_an_event_that_armwatch_publishes(EventType type) throws IOException {
        JsonNode event = STRICT.readTree(Samples.of(type).toFile());

        assertThat(compiled(schema(type)).validate(event.get("data"))).isEmpty();
        assertThat(SchemaChecks.problems(Schemas.ENVELOPE, event)).isEmpty();
        assertThat(event.get("type").textValue()).isEqualTo(type.type());
        assertThat(event.get("source")).isEqualTo(event.get("partitionkey"));
        assertThat(event.get("id").textValue())
                .isEqualTo(HexFormat.of()
                        .formatHex(sha256(String.join(
                                "|",
                                type.type(),
                                event.get("partitionkey").textValue(),
                                event.get("subject").textValue(),
                                event.at("/data/incarnation").textValue(),
                                event.at("/data/revision").asText())))
                        .substring(0, 32));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Field names in the documentation: what is said to be {@code previous…} or {@code …At} is a field of some event. */
    @ParameterizedTest
    @ValueSource(
            strings = {"README.md", "docs/architecture.md", "docs/events.md", "docs/guarantees.md", "docs/operations.md"
            })
    void a_field_that_the_documentation_names_is_one(String file) throws IOException {
        Set<String> fields = new HashSet<>();
        for (EventType type : EventType.values()) {
            fields.addAll(names(schema(type).get("properties")));
        }
        Matcher named = Pattern.compile("`((?:previous|current)\\w+|\\w+(?:At|Since|Fingerprint|State))`")
                .matcher(Files.readString(Path.of(file)));
        while (named.find()) {
            assertThat(fields).as(file).contains(named.group(1));
        }
    }

    static ObjectNode data(CloudEvent event) throws IOException {
        return (ObjectNode)
                STRICT.readTree(Objects.requireNonNull(event.getData()).toBytes());
    }

    static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** A schema closed for armwatch itself: what it writes is declared, and its enums hold what it writes. */
    private static JsonNode schema(EventType type) {
        return closed(Schemas.flattened(type));
    }

    private static JsonNode published(EventType type) {
        return Schemas.published(type.schemaFile());
    }

    private static JsonNode closed(JsonNode node) {
        for (JsonNode each : node) {
            closed(each);
        }
        if (node instanceof ObjectNode object) {
            if (object.path("properties").isObject() && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
            if (object.at("/anyOf/0/enum").isArray()) {
                object.set("enum", object.at("/anyOf/0/enum"));
                object.remove("anyOf");
            }
        }
        return node;
    }

    /** Consumers hold on to an old schema: what is added later, a field or a value, is valid by it. */
    @ParameterizedTest
    @MethodSource("examples")
    void a_published_schema_allows_what_a_later_version_adds(DetectedChange change) throws IOException {
        CloudEvent event = Events.of(change);
        JsonNode published = published(EventType.named(event.getType()).orElseThrow());
        ObjectNode data = data(event).put("added", 1);
        Schemas.flattened(EventType.named(event.getType()).orElseThrow())
                .get("properties")
                .properties()
                .forEach(property -> {
                    if (property.getValue().at("/anyOf/0/enum").isArray()) {
                        data.put(property.getKey(), "a-later-value");
                    }
                });

        assertThat(published.findValues("additionalProperties")).noneMatch(each -> each.isBoolean());
        assertThat(published.findValues("unevaluatedProperties")).isEmpty();
        assertThat(compiled(published).validate(data)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void every_field_whose_name_is_a_time_s_is_described_as_one(EventType type) throws IOException {
        schema(type).get("properties").properties().stream()
                .filter(field -> field.getKey().matches("incarnation|.*(At|Date|Since)"))
                .forEach(field -> assertThat(field.getValue().path("format").asText())
                        .as(field.getKey())
                        .isEqualTo("date-time"));
    }

    private static Schema compiled(JsonNode schema) {
        return SCHEMAS.getSchema(schema);
    }
}
