package io.armwatch.simulator;

import java.util.Locale;

/**
 * The id of one resource, in the casing it was written in.
 *
 * @param parent the parent's id, empty where the resource is at the top
 */
record ArmId(Kind kind, String text, String subscription, String group, String parent, String name) {
    /** Two ids are the same resource when their keys are equal. */
    String key() {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Reads an id; a path that is not one of a resource is refused as ARM refuses it. */
    static ArmId parse(String text) {
        Target target = Target.parse(text);
        if (target.verb() instanceof Verb.One one) {
            return one.id();
        }
        throw Target.unknownType(target.kind().namespace());
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
