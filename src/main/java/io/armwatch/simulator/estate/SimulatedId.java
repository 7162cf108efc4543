package io.armwatch.simulator.estate;

import java.util.Locale;

/**
 * The id of one resource, in the casing it was written in.
 *
 * @param parent the parent's id, empty where the resource is at the top
 */
public record SimulatedId(Kind kind, String text, String subscription, String group, String parent, String name) {
    /** Two ids are the same resource when their keys are equal. */
    public String key() {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Reads an id; a path that is not one of a resource is refused as ARM refuses it. */
    public static SimulatedId parse(String text) {
        RequestPath path = RequestPath.parse(text);
        if (path.verb() instanceof Verb.One one) {
            return one.id();
        }
        throw RequestPath.unknownType(path.kind().namespace());
    }

    /** As ARM names a resource in errors: {@code Microsoft.Batch/batchAccounts/a/certificates/c}. */
    String typedName() {
        return text.substring(text.toLowerCase(Locale.ROOT).lastIndexOf("/providers/") + "/providers/".length());
    }

    String groupKey() {
        return ("/subscriptions/" + subscription + "/resourcegroups/" + group).toLowerCase(Locale.ROOT);
    }

    /** The path of a list of child resources, lower-cased. */
    String childrenKey(Kind child) {
        return key() + "/" + child.collection();
    }
}
