package io.armwatch.simulator;

import static io.armwatch.simulator.SimulatorClient.RG;
import static io.armwatch.simulator.SimulatorClient.SUBSCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.SimulatorClient.Reply;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.kind.Behaviour.PlainAction;
import io.armwatch.simulator.kind.Kind;
import io.armwatch.simulator.kind.Kinds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the simulator serves of every source that has a fixture folder, as its definition says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryKindTest {
    private final Simulator simulator = Simulator.start(
            SimulatorOptions.builder().sources(sources()).pageSize(1).build());
    private final SimulatorClient client = new SimulatorClient(simulator);
    private final Map<String, String> ids = new TreeMap<>();

    static List<String> sources() {
        try {
            return FixtureFoldersTest.folders().stream()
                    .map(folder -> folder.toFile().getName())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Kind> kinds() {
        return Kinds.of(sources()).main();
    }

    @BeforeAll
    void find() {
        for (String id : simulator.pollableIds()) {
            kinds().stream().filter(kind -> isOf(id, kind)).forEach(kind -> ids.putIfAbsent(kind.type(), id));
        }
    }

    @AfterAll
    void stop() {
        simulator.close();
    }

    private static boolean isOf(String id, Kind kind) {
        if (kind.isAzureSubscription()) {
            return id.split("/", -1).length == 3;
        }
        String types = id.replaceFirst(".*/providers/", "").replaceAll("(/[^/]+)/[^/]+", "$1");
        return types.equalsIgnoreCase(kind.type());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_demo_has_a_resource_whose_get_follows_its_definition(Kind kind) throws IOException {
        assertThat(ids).containsKey(kind.type());
        follows(kind, 200, client.get(id(kind) + version(kind)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_list_of_the_definition_holds_the_resource(Kind kind) throws IOException {
        String id = id(kind);
        for (String verb : kind.operations().keySet()) {
            String path = listPath(kind, id, verb);
            if (!path.isEmpty()) {
                List<JsonNode> items = new ArrayList<>();
                String next = path + version(kind);
                while (!next.isEmpty() && !next.equals("null")) {
                    Reply page = client.get(next);
                    assertThat(page.status()).as(path + page.http().body()).isEqualTo(200);
                    assertThat(definitions(kind).answersFor(FixtureFoldersTest.withoutNulls(page.json())))
                            .as(page.http().body())
                            .isNotEmpty();
                    page.json().get("value").forEach(items::add);
                    next = page.json().path("nextLink").asText();
                }
                assertThat(items)
                        .as(path)
                        .anyMatch(item -> item.get("id").asText().equalsIgnoreCase(id));
                kind.behaviour()
                        .listsOmit()
                        .forEach(pointer -> assertThat(items)
                                .allMatch(item -> item.at(pointer).isMissingNode()));
            }
        }
    }

    private static String listPath(Kind kind, String id, String verb) {
        return switch (verb) {
            case "in-tenant" -> "/subscriptions";
            case "in-subscription" -> SUBSCRIPTION + "/providers/" + kind.type();
            case "in-group" -> RG + "/providers/" + kind.type();
            case "in-parent" -> id.substring(0, id.lastIndexOf('/'));
            default -> "";
        };
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_resource_is_put_patched_and_deleted(Kind kind) throws IOException {
        if (kind.isAzureSubscription() || isCoded(kind)) {
            return;
        }
        String id = id(kind).substring(0, id(kind).lastIndexOf('/')) + "/another";
        ObjectNode body = (ObjectNode) client.get(id(kind) + version(kind)).json();
        follows(kind, 201, client.send("PUT", id + version(kind), body.toString()));
        follows(kind, 200, client.send("PUT", id + version(kind), body.toString()));
        Reply got = client.get(id + version(kind));
        assertThat(got.json().get("id").asText()).isEqualTo(id);
        assertThat(got.json().get("properties").properties())
                .containsAll(body.get("properties").properties());
        assertThat(simulator.pollableIds()).contains(id);
        follows(kind, 200, client.patch(id + version(kind), "{\"properties\":" + body.get("properties") + "}"));
        assertThat(client.patch(id + version(kind), "{\"properties\":{\"colour\":1}}")
                        .code())
                .isEqualTo("InvalidRequestContent");
        assertThat(client.send("DELETE", id + version(kind), "").status()).isEqualTo(200);
        Reply missing = client.get(id + version(kind));
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.code()).isNotEmpty();
        assertThat(missing.json().at("/error/message").asText()).isNotEmpty();
        assertThat(client.send("DELETE", id + version(kind), "").status()).isEqualTo(204);
    }

    private static void follows(Kind kind, int status, Reply reply) throws IOException {
        assertThat(reply.status()).as(reply.http().body()).isEqualTo(status);
        assertThat(definitions(kind).answersFor(FixtureFoldersTest.withoutNulls(reply.json())))
                .as(reply.http().body())
                .isNotEmpty();
    }

    /** Those have tests of their own in {@link EveryOperationTest}. */
    private static boolean isCoded(Kind kind) {
        return List.of("batch-account", "batch-certificate", "maps-keys", "apim-subscription")
                .contains(kind.source());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_action_that_the_folder_describes_is_served(Kind kind) throws IOException {
        for (Map.Entry<String, PlainAction> each : kind.behaviour().actions().entrySet()) {
            PlainAction action = each.getValue();
            StringBuilder body = new StringBuilder();
            action.requires()
                    .forEach((member, allowed) -> body.append("{\"%s\":\"%s\"}".formatted(member, allowed.get(0))));
            follows(kind, 200, client.post(id(kind) + "/" + each.getKey() + version(kind), body.toString()));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void an_unknown_api_version_is_refused_with_the_known_ones(Kind kind) {
        Reply reply = client.get(id(kind) + "?api-version=1999-01-01");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/message").asText()).contains(kind.apiVersions());
        kind.apiVersions()
                .forEach(version -> assertThat(
                                client.get(id(kind) + "?api-version=" + version).status())
                        .isEqualTo(200));
    }

    private String id(Kind kind) {
        return ids.getOrDefault(kind.type(), "");
    }

    private static String version(Kind kind) {
        return "?api-version=" + kind.apiVersion();
    }

    private static OfficialDefinitions definitions(Kind kind) throws IOException {
        return OfficialDefinitions.of(Path.of("src/main/resources/azure", kind.source(), "definition.json"));
    }
}
