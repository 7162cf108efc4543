package io.armwatch.simulator.estate;

import io.armwatch.simulator.kind.Kind;
import io.armwatch.simulator.kind.Kinds;
import java.util.Locale;

/**
 * The id of one resource, in its original casing.
 *
 * @param parent the parent's id; empty for a top-level resource
 */
public record SimulatedId(Kind kind, String text, String subscription, String group, String parent, String name) {
    /** The lower-cased id: two ids name the same resource if their keys are equal. */
    public String key() {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Parses an id; any other path fails with ARM's own error. */
    public static SimulatedId parse(Kinds kinds, String text) {
        RequestPath path = RequestPath.parse(kinds, text);
        if (path.verb() instanceof Verb.One one) {
            return one.id();
        }
        throw RequestPath.unknownType(path.kind().namespace());
    }

    /** The resource in ARM's error messages: {@code Microsoft.Batch/batchAccounts/a/certificates/c}. */
    String typedName() {
        int providers = text.toLowerCase(Locale.ROOT).lastIndexOf("/providers/");
        return providers < 0 ? text.substring(1) : text.substring(providers + "/providers/".length());
    }

    /** The resource group, in lower case; empty for an Azure subscription. */
    String groupKey() {
        if (group.isEmpty()) {
            return "";
        }
        return ("/subscriptions/" + subscription + "/resourcegroups/" + group).toLowerCase(Locale.ROOT);
    }
}
