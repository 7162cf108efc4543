package io.armwatch.simulator.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.simulator.estate.Entity;
import io.armwatch.simulator.estate.SimulatorState;
import io.armwatch.simulator.wire.Answer;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.Call;
import io.armwatch.simulator.wire.SkipToken;
import io.armwatch.simulator.wire.WireJson;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Function;

/** The lists of the tenant: all Azure subscriptions, and those below a management group. */
final class TenantLists {
    static final String SUBSCRIPTIONS = "Subscriptions_List";
    static final String DESCENDANTS = "ManagementGroups_GetDescendants";
    private static final String GROUPS = "/providers/microsoft.management/managementgroups/";
    private static final String TENANT = "6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e00";
    /** What ARM reports as left in the tenant; the simulator does not limit these calls. */
    private static final Map<String, String> REMAINING = Map.of("x-ms-ratelimit-remaining-tenant-reads", "249");

    private final SimulatorState state;
    private final Operations operations;

    TenantLists(SimulatorState state, Operations operations) {
        this.state = state;
        this.operations = operations;
    }

    /** The answer to a call of the tenant; empty if it is another call. */
    Optional<Answer> answer(Call call) {
        String path = call.path().toLowerCase(Locale.ROOT).replaceAll("/$", "");
        if (!call.method().equals("GET")) {
            return Optional.empty();
        }
        if (path.equals("/subscriptions")) {
            requireVersion(call, "2022-12-01");
            return Optional.of(page(call, SUBSCRIPTIONS, state.estate().subscriptions(), this::listed));
        }
        if (path.startsWith(GROUPS) && path.endsWith("/descendants")) {
            requireVersion(call, "2020-05-01");
            String group = path.substring(GROUPS.length(), path.length() - "/descendants".length());
            return Optional.of(page(call, DESCENDANTS, descendants(group), id -> descendant(group, id)));
        }
        return Optional.empty();
    }

    private NavigableSet<String> descendants(String group) {
        return state.estate()
                .managementGroup(group)
                .orElseThrow(() -> new ArmErrorException(
                        403,
                        "AuthorizationFailed",
                        "The client 'simulator' does not have authorization to perform action"
                                + " 'Microsoft.Management/managementGroups/descendants/read' over scope"
                                + " '/providers/Microsoft.Management/managementGroups/" + group
                                + "' or the scope is invalid."));
    }

    private static void requireVersion(Call call, String version) {
        if (call.parameter("api-version").filter(version::equals).isEmpty()) {
            throw new ArmErrorException(
                    400,
                    "InvalidApiVersionParameter",
                    "The api-version is invalid. The supported versions are '" + version + "'.");
        }
    }

    private Answer page(Call call, String operation, NavigableSet<String> all, Function<String, ObjectNode> item) {
        operations.counter(operation).increment();
        SkipToken at = call.parameter(SkipToken.PARAMETER).map(SkipToken::parse).orElse(SkipToken.FIRST);
        ObjectNode page = WireJson.object();
        var value = page.putArray("value");
        String last = "";
        Iterator<String> rest = all.tailSet(at.after(), false).iterator();
        for (int left = state.options().pageSize(); left > 0 && rest.hasNext(); left--) {
            last = rest.next();
            value.add(item.apply(last));
        }
        if (rest.hasNext()) {
            page.put(
                    "nextLink",
                    call.self() + "?api-version="
                            + call.parameter("api-version").orElse("") + "&" + SkipToken.PARAMETER + "="
                            + at.next(last).text());
        }
        if (!page.has("nextLink") && operation.equals(SUBSCRIPTIONS)) {
            page.put("nextLink", ""); // the reference requires it
        }
        return Answer.of(200, WireJson.render(page)).with(REMAINING);
    }

    /** An Azure subscription as a GET of it shows it, if the simulator serves that. */
    private ObjectNode listed(String id) {
        return state.kinds()
                .find("Microsoft.Resources/subscriptions")
                .flatMap(kind -> state.estate().find(state.parse("/subscriptions/" + id)))
                .map(Entity::body)
                .orElseGet(() -> subscription(id));
    }

    private static ObjectNode subscription(String id) {
        ObjectNode subscription = WireJson.object()
                .put("id", "/subscriptions/" + id)
                .put("subscriptionId", id)
                .put("tenantId", TENANT)
                .put("displayName", "Subscription " + id.substring(0, 8))
                .put("state", "Enabled")
                .put("authorizationSource", "RoleBased");
        subscription
                .putObject("subscriptionPolicies")
                .put("locationPlacementId", "Public_2014-09-01")
                .put("quotaId", "PayAsYouGo_2014-09-01")
                .put("spendingLimit", "Off");
        subscription.set("managedByTenants", WireJson.object().arrayNode());
        return subscription;
    }

    /** A management group below a group has the same name with a suffix; it is an item of the list as well. */
    private static ObjectNode descendant(String group, String id) {
        boolean isGroup = id.equals(group + "-child");
        ObjectNode item = WireJson.object()
                .put("id", isGroup ? "/providers/Microsoft.Management/managementGroups/" + id : "/subscriptions/" + id)
                .put("type", isGroup ? "Microsoft.Management/managementGroups" : "/subscriptions")
                .put("name", id);
        item.putObject("properties")
                .put("displayName", id)
                .putObject("parent")
                .put("id", "/providers/Microsoft.Management/managementGroups/" + group);
        return item;
    }
}
