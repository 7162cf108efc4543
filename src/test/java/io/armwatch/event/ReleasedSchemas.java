package io.armwatch.event;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The schemas as they were released: one folder for each version. */
final class ReleasedSchemas {
    static final Path FOLDER = Path.of("src", "test", "resources", "released-schemas");
    private static final JsonMapper JSON = new JsonMapper();

    private ReleasedSchemas() {}

    /** The first version whose events have a field; {@code next} if none has it. */
    static String since(EventType type, String field) {
        return versions().stream()
                .filter(version -> has(version.resolve(type.schemaFile()), field))
                .map(version -> version.getFileName().toString())
                .findFirst()
                .orElse("next");
    }

    private static boolean has(Path schema, String field) {
        return Files.exists(schema) && flattened(schema).path("properties").has(field);
    }

    /** A released schema with the common fields among its own. */
    static ObjectNode flattened(Path schema) {
        try {
            return Schemas.flattened((ObjectNode) JSON.readTree(schema.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> versions() {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.sorted(Comparator.comparing(
                            folder -> Version.parse(folder.getFileName().toString())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
