package io.armwatch.simulator.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads the kinds of some sources out of the paths of their definitions. */
final class KindReader {
    private final Set<String> watched;
    private final Map<String, FixtureFolder> folders = new LinkedHashMap<>();
    private final Map<String, Draft> drafts = new TreeMap<>();

    KindReader(List<String> sources) {
        watched = new LinkedHashSet<>(sources);
        sources.forEach(this::load);
    }

    private void load(String source) {
        if (!folders.containsKey(source)) {
            FixtureFolder folder = FixtureFolder.read(source);
            folder.behaviour().needs().forEach(this::load);
            folders.put(source, folder);
        }
    }

    List<Kind> read() {
        folders.values().forEach(folder -> folder.definitions().forEach(definition -> read(folder, definition)));
        // A parent's type sorts before its children's.
        Map<String, Kind> kinds = new LinkedHashMap<>();
        drafts.forEach((key, draft) -> kinds.put(key, draft.kind(Optional.ofNullable(kinds.get(draft.parentKey())))));
        List<Kind> sorted = new ArrayList<>();
        folders.keySet()
                .forEach(source -> kinds.values().stream()
                        .filter(kind -> kind.source().equals(source))
                        .forEach(sorted::add));
        return List.copyOf(sorted);
    }

    private void read(FixtureFolder folder, JsonNode definition) {
        definition
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    String name = method.getKey().toUpperCase(Locale.ROOT);
                    PathTemplate template = PathTemplate.of(path.getKey(), name.equals("POST"));
                    draft(folder, template.namespace(), template.typeName())
                            .add(folder, definition, template.verb(), name, method.getValue());
                }));
    }

    /** The draft of a type, and of the types above it. */
    private Draft draft(FixtureFolder folder, String namespace, String typeName) {
        int slash = typeName.lastIndexOf('/');
        if (slash >= 0) {
            draft(folder, namespace, typeName.substring(0, slash)).parentIn.add(folder.source());
        }
        return drafts.computeIfAbsent(
                (namespace + "/" + typeName).toLowerCase(Locale.ROOT), key -> new Draft(namespace, typeName));
    }

    /** What is known so far of a kind. */
    private final class Draft {
        private final String namespace;
        private final String typeName;
        private final List<FixtureFolder> from = new ArrayList<>();
        private final Set<String> parentIn = new LinkedHashSet<>();
        private final Set<String> versions = new LinkedHashSet<>();
        private final Map<String, Map<String, String>> operations = new TreeMap<>();
        private Optional<EntitySchema> schema = Optional.empty();
        private boolean pages;
        private boolean count;

        Draft(String namespace, String typeName) {
            this.namespace = namespace;
            this.typeName = typeName;
        }

        String parentKey() {
            int slash = typeName.lastIndexOf('/');
            return slash < 0 ? "" : (namespace + "/" + typeName.substring(0, slash)).toLowerCase(Locale.ROOT);
        }

        void add(FixtureFolder folder, JsonNode definition, String verb, String method, JsonNode operation) {
            if (!from.contains(folder)) {
                from.add(folder);
            }
            versions.add(definition.at("/info/version").asText());
            operations
                    .computeIfAbsent(verb, key -> new TreeMap<>())
                    .putIfAbsent(method, operation.path("operationId").asText());
            JsonNode answer = operation.at("/responses/200/schema");
            if (verb.equals("one") && method.equals("GET") && schema.isEmpty()) {
                schema = Optional.of(new EntitySchema(definition.path("definitions"), answer));
            } else if (verb.startsWith("in-")) {
                pages |= operation.at("/x-ms-pageable/nextLinkName").isTextual();
                count |= EntitySchema.hasMember(definition.path("definitions"), answer, "count");
            }
        }

        Kind kind(Optional<Kind> parent) {
            Optional<FixtureFolder> own = from.stream()
                    .filter(folder -> !parentIn.contains(folder.source()))
                    .findFirst();
            FixtureFolder folder = own.orElseGet(() -> from.isEmpty() ? nowhere() : from.get(0));
            Supplier<Optional<ObjectNode>> example = () -> from.stream()
                    .flatMap(each -> each.example(namespace + "/" + typeName).stream())
                    .findFirst();
            Kind.Details details = new Kind.Details(
                    folder.source(),
                    own.isPresent() && watched.contains(folder.source()),
                    List.copyOf(versions),
                    operations,
                    schema.orElse(EntitySchema.free()),
                    pages,
                    count,
                    own.map(FixtureFolder::behaviour).orElse(folder.behaviour().ofParents()),
                    example);
            return new Kind(namespace, typeName, parent, details);
        }

        private FixtureFolder nowhere() {
            throw new IllegalArgumentException("no definition has a path of " + namespace + "/" + typeName
                    + ", which is the parent of a resource; add its source to 'needs' in behaviour.json");
        }
    }
}
