package io.armwatch.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/** Checks records against the schemas as they are published, formats included. */
public final class SchemaChecks {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private SchemaChecks() {}

    /** What is wrong with a value by the schema in a file of {@link Schemas}. */
    public static List<String> problems(String file, JsonNode value) {
        return problems(Schemas.published(file), value);
    }

    static List<String> problems(JsonNode schema, JsonNode value) {
        return SCHEMAS.getSchema(schema).validate(value).stream()
                .map(Object::toString)
                .toList();
    }
}
