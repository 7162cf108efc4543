import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Trims official OpenAPI 2.0 definitions to some operations. Keeps their paths, and every definition and parameter that
 * they refer to, in other files too; drops prose and examples, and keeps whatever says which values are valid or secret.
 * The same input gives the same bytes.
 */
final class TrimDefinition {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Members of an operation that are kept. */
    private static final Set<String> OPERATION =
            Set.of("operationId", "parameters", "responses", "x-ms-pageable", "x-ms-long-running-operation");

    /** Prose and hints for generators; a property may have such a name, see {@link #cleaned}. */
    private static final Set<String> DROPPED = Set.of(
            "description",
            "summary",
            "title",
            "example",
            "examples",
            "externalDocs",
            "x-generated",
            "x-ms-client-flatten",
            "x-ms-client-name",
            "x-ms-parameter-location",
            "x-ms-skip-url-encoding",
            "x-ms-azure-resource");

    private final Map<Path, ObjectNode> files = new HashMap<>();
    private final Set<String> placed = new TreeSet<>();
    private final Map<String, JsonNode> paths = new TreeMap<>();
    private final Map<String, Map<String, JsonNode>> parts =
            Map.of("definitions", new TreeMap<>(), "parameters", new TreeMap<>());
    private final Set<String> titles = new TreeSet<>();
    private final Set<String> versions = new TreeSet<>();

    public static void main(String[] args) throws IOException {
        try {
            System.out.write(new TrimDefinition().trim(args).getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        } catch (IllegalArgumentException e) {
            System.err.println("trim-definition: " + e.getMessage());
            System.exit(2);
        }
    }

    private String trim(String[] args) throws IOException {
        if (args.length < 2 || !args[0].endsWith(".json")) {
            throw new IllegalArgumentException("expected: FILE.json OPERATION... [FILE.json OPERATION...]");
        }
        Path file = Path.of(args[0]);
        for (String arg : args) {
            if (arg.endsWith(".json")) {
                file = Path.of(arg).toAbsolutePath().normalize();
                JsonNode info = read(file).path("info");
                titles.add(info.path("title").asText());
                versions.add(info.path("version").asText());
            } else {
                takeOperation(file, arg);
            }
        }
        if (versions.size() > 1) {
            throw new IllegalArgumentException("the files are of different api-versions: " + versions);
        }
        return rendered();
    }

    private ObjectNode read(Path file) throws IOException {
        ObjectNode known = files.get(file);
        if (known == null) {
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException("cannot read " + file);
            }
            known = parse(file);
            files.put(file, known);
        }
        return known;
    }

    private static ObjectNode parse(Path file) throws IOException {
        try {
            if (JSON.readTree(Files.readString(file)) instanceof ObjectNode object) {
                return object;
            }
            throw new IllegalArgumentException(file + " is no OpenAPI definition: it holds no JSON object");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is not JSON, line " + e.getLocation().getLineNr(), e);
        }
    }

    private void takeOperation(Path file, String operation) throws IOException {
        for (Map.Entry<String, JsonNode> path : read(file).path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (method.getValue().path("operationId").asText().equals(operation)) {
                    ObjectNode at = (ObjectNode) paths.computeIfAbsent(path.getKey(), key -> JSON.createObjectNode());
                    at.set(method.getKey(), operation(file, path.getValue(), method.getValue()));
                    return;
                }
            }
        }
        throw new IllegalArgumentException(file + " has no operation '" + operation + "'");
    }

    /** An operation without prose, with the parameters that stand beside it in its path. */
    private ObjectNode operation(Path file, JsonNode path, JsonNode operation) throws IOException {
        ObjectNode kept = ((ObjectNode) cleaned(operation, false)).retain(OPERATION);
        kept.path("responses").forEach(response -> ((ObjectNode) response).retain("schema", "$ref", "x-ms-error-response"));
        if (path.has("parameters")) {
            ArrayNode all = JSON.createArrayNode().addAll((ArrayNode) cleaned(path.get("parameters"), false));
            kept.set("parameters", all.addAll((ArrayNode) kept.path("parameters")));
        }
        takeReferences(file, kept);
        return kept;
    }

    /** Takes what a node refers to, and makes each reference a local one. */
    private void takeReferences(Path file, JsonNode node) throws IOException {
        if (node instanceof ObjectNode object && object.path("$ref").isTextual()) {
            object.put("$ref", take(file, object.get("$ref").asText()));
        }
        for (JsonNode member : node) {
            takeReferences(file, member);
        }
    }

    /** Takes a definition or parameter, once; returns the local reference to it. */
    private String take(Path from, String reference) throws IOException {
        int hash = reference.indexOf('#');
        String[] place = reference.substring(hash + 1).split("/", -1);
        if (hash < 0 || place.length != 3 || !parts.containsKey(place[1])) {
            throw new IllegalArgumentException(from + ": cannot follow the reference " + reference);
        }
        Path file = hash == 0 ? from : from.resolveSibling(reference.substring(0, hash)).normalize();
        if (placed.add(file + reference.substring(hash))) {
            takeNew(file, place[1], place[2]);
        }
        return reference.substring(hash);
    }

    private void takeNew(Path file, String part, String name) throws IOException {
        JsonNode found = read(file).path(part).path(name);
        if (found.isMissingNode()) {
            throw new IllegalArgumentException(file + " has no " + part + "/" + name);
        }
        JsonNode kept = cleaned(found, false);
        takeReferences(file, kept);
        JsonNode other = parts.get(part).put(name, kept);
        if (other != null && !other.equals(kept)) {
            throw new IllegalArgumentException(file + ": " + part + "/" + name + " differs from another file's");
        }
        if (kept.has("discriminator")) {
            takeSubtypes(file, "#/" + part + "/" + name);
        }
    }

    /** Takes the definitions that are kinds of a base. */
    private void takeSubtypes(Path file, String base) throws IOException {
        for (Map.Entry<String, JsonNode> definition : read(file).path("definitions").properties()) {
            for (JsonNode parent : definition.getValue().path("allOf")) {
                if (parent.path("$ref").asText().equals(base)) {
                    take(file, "#/definitions/" + definition.getKey());
                }
            }
        }
    }

    /**
     * A copy without prose.
     *
     * @param names whether the members' names are those of properties, which may be called {@code description} too
     */
    private static JsonNode cleaned(JsonNode node, boolean names) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            array.forEach(element -> copy.add(cleaned(element, false)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode copy = JSON.createObjectNode();
        object.properties().forEach(member -> {
            String name = member.getKey();
            if (names || !DROPPED.contains(name)) {
                copy.set(name, name.equals("x-ms-enum") ? enumeration(member.getValue()) : cleaned(member.getValue(), !names && name.equals("properties")));
            }
        });
        return copy;
    }

    /** Without the values, which {@code enum} has too. */
    private static JsonNode enumeration(JsonNode named) {
        return ((ObjectNode) named.deepCopy()).retain("name", "modelAsString");
    }

    private String rendered() throws IOException {
        ObjectNode all = JSON.createObjectNode().put("swagger", "2.0");
        all.putObject("info").put("title", String.join("; ", titles)).put("version", versions.iterator().next());
        all.putObject("paths").setAll(paths);
        for (String part : List.of("definitions", "parameters")) {
            if (!parts.get(part).isEmpty()) {
                all.putObject(part).setAll(parts.get(part));
            }
        }
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(lines)).writeValueAsString(all) + "\n";
    }
}
