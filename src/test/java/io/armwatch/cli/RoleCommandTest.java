package io.armwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.config.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RoleCommandTest {
    private static final String ONE = "/subscriptions/11111111-1111-1111-1111-111111111111";
    private static final String TWO = "/subscriptions/22222222-2222-2222-2222-222222222222";
    private static final String MANAGEMENT_GROUP = "/providers/Microsoft.Management/managementGroups/mg1";

    @TempDir
    private Path config = Path.of("");

    private final List<String> problems = new ArrayList<>();

    private String run(Map<String, String> settings, List<String> watched, String... options) throws IOException {
        List<String> yaml = new ArrayList<>(List.of("watch:"));
        watched.forEach(scope -> yaml.add("  - " + scope));
        Files.write(config.resolve("watch.yaml"), yaml);
        Files.write(
                config.resolve("application.properties"),
                new TreeMap<>(settings)
                        .entrySet().stream()
                                .map(each -> each.getKey() + "=" + each.getValue())
                                .toList());
        List<String> arguments = new ArrayList<>(List.of("--config", config.toString(), "--routes", "routes"));
        arguments.addAll(List.of(options));
        StringWriter out = new StringWriter();
        int status = new CommandLine(new RoleCommand())
                .setOut(new PrintWriter(out))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    problems.addAll(((ConfigurationException) failure).problems());
                    return SettingsOptions.INVALID;
                })
                .execute(arguments.toArray(String[]::new));
        assertThat(status).isEqualTo(problems.isEmpty() ? 0 : SettingsOptions.INVALID);
        return out.toString();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.textValue()));
        return texts;
    }

    private List<String> actions(Map<String, String> settings, String... watched) throws IOException {
        return texts(
                new ObjectMapper().readTree(run(settings, List.of(watched))).path("Actions"));
    }

    @Test
    void the_role_has_the_form_that_az_role_definition_create_takes() throws Exception {
        String printed = run(Map.of("armwatch.sources", "maps-keys"), List.of(ONE, TWO + "/resourceGroups/rg1"));

        assertThat(printed.replace(System.lineSeparator(), "\n")).isEqualTo("""
                {
                  "Name" : "armwatch reader",
                  "IsCustom" : true,
                  "Description" : "What armwatch polls, and nothing else",
                  "Actions" : [
                    "Microsoft.Maps/accounts/listKeys/action",
                    "Microsoft.Maps/accounts/read"
                  ],
                  "NotActions" : [ ],
                  "AssignableScopes" : [
                    "/subscriptions/11111111-1111-1111-1111-111111111111",
                    "/subscriptions/22222222-2222-2222-2222-222222222222"
                  ]
                }
                """);
    }

    @Test
    void a_list_needs_the_right_to_read_its_parents_only_where_they_are_listed() throws Exception {
        String subscriptions = ONE + "/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/s1/subscriptions/";

        assertThat(actions(Map.of("armwatch.sources", "apim-subscription"), ONE))
                .contains("Microsoft.ApiManagement/service/read");
        for (String name : List.of("*", "one")) {
            assertThat(actions(Map.of("armwatch.sources", "apim-subscription"), subscriptions + name))
                    .containsExactly("Microsoft.ApiManagement/service/subscriptions/read");
        }
    }

    @Test
    void a_named_maps_account_needs_the_right_to_its_keys_only() throws Exception {
        assertThat(actions(Map.of(), ONE + "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/one"))
                .containsExactly("Microsoft.Maps/accounts/listKeys/action");
    }

    @Test
    void the_keys_of_api_management_need_a_right_only_where_they_are_polled() throws Exception {
        String action = "Microsoft.ApiManagement/service/subscriptions/listSecrets/action";

        assertThat(actions(Map.of(), ONE)).doesNotContain(action);
        assertThat(actions(Map.of("armwatch.apim.keys", "true"), ONE)).contains(action);
    }

    @Test
    void the_role_can_be_made_assignable_elsewhere() throws Exception {
        JsonNode role = new ObjectMapper().readTree(run(Map.of(), List.of(ONE), "--scope", MANAGEMENT_GROUP));

        assertThat(texts(role.path("AssignableScopes"))).containsExactly(MANAGEMENT_GROUP);
        assertThat(texts(role.path("Actions"))).contains("Microsoft.Batch/batchAccounts/read");
    }

    @Test
    void what_no_role_can_have_is_refused() throws Exception {
        run(Map.of(), List.of(ONE), "--scope", "rg1");
        assertThat(problems).singleElement().asString().startsWith("--scope: 'rg1' cannot be used; expected ");

        problems.clear();
        run(Map.of(), List.of(ONE), "--scope", MANAGEMENT_GROUP, "--scope", MANAGEMENT_GROUP + "2");
        assertThat(problems).singleElement().asString().contains("one management group");
    }
}
