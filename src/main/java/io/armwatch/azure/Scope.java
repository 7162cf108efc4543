package io.armwatch.azure;

/** One entry of the watch list: an ARM id or pattern. */
public sealed interface Scope {
    /** The scope as the user wrote it. */
    String text();

    /** Its line in {@code watch.yaml}, counted from 1. */
    int line();

    /** One resource. */
    record One(String text, int line, ArmId id, ResourceType type) implements Scope {}

    /** Every resource of a type below a subscription, a resource group or a parent resource: {@code …/*}. */
    record Every(String text, int line, ResourceType type) implements Scope {}

    /** Every resource that any source watches in a subscription or resource group. */
    record Everything(String text, int line, ArmId id) implements Scope {}

    /**
     * Everything in each Azure subscription that a list of the tenant holds.
     *
     * @param id the id under which the list is reported: {@code /subscriptions/*}, for all that armwatch's identity can read, or a
     *     management group, for those below it
     */
    record Tenant(String text, int line, ArmId id) implements Scope {
        /** The path of the list: {@code Subscriptions_List}, or {@code ManagementGroups_GetDescendants}. */
        public String path() {
            return id.isManagementGroup() ? id.path() + "/descendants" : ArmId.ALL_SUBSCRIPTIONS.replace("/*", "");
        }

        /** The query of its first page. */
        public String query() {
            return "api-version=" + (id.isManagementGroup() ? "2020-05-01" : "2022-12-01");
        }
    }
}
