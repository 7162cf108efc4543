package io.armwatch.source.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.armwatch.change.Spelling;
import io.armwatch.change.Spellings;
import io.armwatch.source.definition.PropertyType.Elements;
import io.armwatch.source.definition.PropertyType.Entries;
import io.armwatch.source.definition.PropertyType.Plain;
import io.armwatch.source.definition.PropertyType.Properties;
import io.armwatch.source.definition.PropertyType.WrongTypeException;
import java.util.Optional;
import java.util.Set;

/** The entity of one resource type as an official definition describes it: every property, with its JSON type. */
public final class EntityDefinition {
    private final PropertyType type;
    private final Spellings spellings = Spellings.with(Spelling.ID);

    private EntityDefinition(PropertyType type) {
        this.type = type;
        collectSpellings(type, "");
    }

    /**
     * Reads a definition from the class path.
     *
     * @param location the class path location of the OpenAPI file, for example {@code
     *     /azure/storage-account/definition.json}
     * @param resourceType the resource type without names, for example {@code Microsoft.Storage/storageAccounts}
     * @param leftOut JSON Pointers of the properties that are never kept; {@code *} stands for each element
     * @throws IllegalArgumentException if the file has no GET of this resource type
     */
    public static EntityDefinition read(String location, String resourceType, Set<String> leftOut) {
        return new EntityDefinition(new DefinitionReader(location, leftOut).entity(resourceType));
    }

    /**
     * An answer's known properties in their canonical form.
     *
     * @return the state, or the JSON Pointer of a value of another type than the definition states
     */
    public Result read(JsonNode body) {
        try {
            return new Result(type.read(body, "").orElseGet(JsonNodeFactory.instance::objectNode), Optional.empty());
        } catch (WrongTypeException e) {
            return new Result(JsonNodeFactory.instance.objectNode(), Optional.of(e.pointer()));
        }
    }

    /**
     * What was read.
     *
     * @param wrong the JSON Pointer of the value that has another type than the definition states; then there is no
     *     state
     */
    public record Result(JsonNode state, Optional<String> wrong) {}

    /** How Azure may spell the texts of the entity: enums, ids and regions in any casing. */
    public Spellings spellings() {
        return spellings;
    }

    private void collectSpellings(PropertyType at, String path) {
        if (at instanceof Plain plain) {
            plain.spelling().ifPresent(spelling -> spellings.and(spelling, path));
        } else if (at instanceof Properties properties) {
            properties.types().forEach((name, each) -> collectSpellings(each, path + "/" + name));
        } else if (at instanceof Entries entries) {
            collectSpellings(entries.type(), path + "/*");
        } else if (at instanceof Elements elements) {
            collectSpellings(elements.type(), path + "/*");
        }
    }
}
