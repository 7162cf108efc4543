package io.armwatch.simulator.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How the resources of a source behave where its definition does not say it: {@code behaviour.json}, whose members are
 * explained in {@code docs/simulator.md}. All of them may be missing.
 *
 * @param needs sources whose resources are parents of this one's
 * @param listsOmit JSON pointers that items of lists lack
 * @param secrets JSON pointers of secret values, which every resource gets
 * @param keys the format of the two keys that resources of the source have; empty if the simulator keeps none for them
 * @param actions POST actions by their lower-cased name
 * @param resources the demo's resources
 * @param turns the changes that the demo makes
 */
public record Behaviour(
        List<String> needs,
        Etags etags,
        LastPage lastPage,
        List<String> listsOmit,
        List<String> secrets,
        String keys,
        Map<String, PlainAction> actions,
        List<DemoResource> resources,
        List<Turn> turns) {
    private static final Set<String> MEMBERS =
            Set.of("needs", "etag", "lastPage", "listsOmit", "secrets", "keys", "actions", "resources", "turns");

    /**
     * A POST action.
     *
     * @param requires members of the request, with their allowed values
     * @param patch what it changes in the resource
     * @param renews the name of a generated secret that is replaced
     * @param simulated patches that are applied instead, by the value that the query has of {@literal simulate}
     * @param answer the answer's body; the resource itself if empty
     */
    public record PlainAction(
            Map<String, List<String>> requires,
            ObjectNode patch,
            String renews,
            Map<String, ObjectNode> simulated,
            ObjectNode answer) {}

    /**
     * A resource of the demo: the official example with a patch.
     *
     * @param path below the demo's resource group
     */
    public record DemoResource(String path, ObjectNode patch) {}

    /**
     * A change of the demo, made to one of the source's resources.
     *
     * @param action the action and its query; empty for a PATCH
     * @param body the request's body
     */
    public record Turn(String action, ObjectNode body) {}

    static Behaviour of(JsonNode json, String where) {
        json.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw new IllegalArgumentException(where + "/behaviour.json: '" + name + "' is unknown");
            }
        });
        Map<String, PlainAction> actions = new TreeMap<>();
        json.path("actions")
                .properties()
                .forEach(each -> actions.put(each.getKey().toLowerCase(Locale.ROOT), action(each.getValue())));
        List<DemoResource> resources = new ArrayList<>();
        json.path("resources")
                .forEach(
                        each -> resources.add(new DemoResource(each.path("path").asText(), object(each, "patch"))));
        List<Turn> turns = new ArrayList<>();
        json.path("turns").forEach(each -> turns.add(new Turn(each.path("post").asText(), object(each, "body"))));
        return new Behaviour(
                texts(json.path("needs")),
                Etags.of(json.path("etag").asText(), where),
                LastPage.of(json.path("lastPage").asText(), where),
                texts(json.path("listsOmit")),
                texts(json.path("secrets")),
                json.path("keys").asText(),
                Map.copyOf(actions),
                List.copyOf(resources),
                List.copyOf(turns));
    }

    /** What also goes for the parents of the source's resources. */
    Behaviour ofParents() {
        return new Behaviour(needs, etags, lastPage, List.of(), List.of(), "", Map.of(), List.of(), List.of());
    }

    private static PlainAction action(JsonNode json) {
        Map<String, List<String>> requires = new TreeMap<>();
        json.path("requires").properties().forEach(each -> requires.put(each.getKey(), texts(each.getValue())));
        Map<String, ObjectNode> simulated = new TreeMap<>();
        json.path("simulate").properties().forEach(each -> simulated.put(each.getKey(), (ObjectNode) each.getValue()));
        return new PlainAction(
                requires, object(json, "patch"), json.path("renews").asText(), simulated, object(json, "answer"));
    }

    private static ObjectNode object(JsonNode json, String name) {
        return json.get(name) instanceof ObjectNode object ? object : WireJson.object();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }
}
