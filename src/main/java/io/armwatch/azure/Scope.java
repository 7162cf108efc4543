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
}
