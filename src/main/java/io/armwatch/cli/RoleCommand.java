package io.armwatch.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmError;
import io.armwatch.config.ConfigurationException;
import io.armwatch.poll.plan.RequiredRole;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code armwatch role}: prints the custom role that armwatch's identity needs.
 *
 * @see <a href="https://learn.microsoft.com/azure/role-based-access-control/custom-roles">Azure custom roles</a>
 */
@Command(
        name = "role",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the custom role that armwatch's identity needs for what the watch list and the settings name, and nothing else.",
            "Pass the JSON to az role definition create. Calls neither Azure nor Kafka."
        },
        footer = {"", "Exit codes: 0 printed, 2 invalid settings or options."})
public final class RoleCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern SCOPE = Pattern.compile("(?i)/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
            + "(/resourceGroups/[^/]{1,90})?|/providers/Microsoft\\.Management/managementGroups/[^/]{1,90}");

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--scope",
            paramLabel = "ID",
            description = "Where the role can be assigned: a subscription, a resource group or a management group. "
                    + "By default, the subscriptions and management groups that are watched. Can be repeated.")
    private List<String> scopes = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws ConfigurationException, JsonProcessingException {
        List<String> problems = new ArrayList<>();
        scopes.stream()
                .filter(scope -> !SCOPE.matcher(scope).matches())
                .forEach(scope -> problems.add("--scope: '" + ArmError.presentable(scope)
                        + "' cannot be used; expected /subscriptions/{uuid}, /subscriptions/{uuid}/resourceGroups/{name} or "
                        + "/providers/Microsoft.Management/managementGroups/{id}"));
        RequiredRole role = RequiredRole.of(options.read().watch());
        List<String> assignable = scopes.isEmpty() ? role.scopes() : scopes;
        if (role.actions().isEmpty()) {
            problems.add("the watch list holds nothing that the sources in armwatch.sources watch; add a scope");
        } else if (assignable.isEmpty()) {
            problems.add(
                    "--scope: say where the role can be assigned, because the watch list names no Azure subscription; "
                            + "for example --scope /providers/Microsoft.Management/managementGroups/{id}");
        }
        if (assignable.stream().filter(RoleCommand::isManagementGroup).count() > 1) {
            problems.add("--scope: Azure allows one management group in a role; give one that holds all others");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        print(role.actions(), assignable);
        return 0;
    }

    private static boolean isManagementGroup(String scope) {
        return scope.toLowerCase(Locale.ROOT).startsWith(RequiredRole.MANAGEMENT_GROUP);
    }

    private void print(List<String> actions, List<String> assignable) throws JsonProcessingException {
        ObjectNode role = MAPPER.createObjectNode();
        role.put("Name", "armwatch reader");
        role.put("IsCustom", true);
        role.put("Description", "What armwatch polls, and nothing else");
        ArrayNode allowed = role.putArray("Actions");
        actions.forEach(allowed::add);
        role.putArray("NotActions");
        ArrayNode where = role.putArray("AssignableScopes");
        assignable.forEach(where::add);
        DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
        lines.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        PrintWriter out = spec.commandLine().getOut();
        out.println(MAPPER.writer(lines).writeValueAsString(role));
        out.flush();
    }
}
