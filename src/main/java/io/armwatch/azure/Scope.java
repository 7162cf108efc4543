package io.armwatch.azure;

/** One line of what is watched. */
public sealed interface Scope {
    /** The scope as written. */
    String text();

    /** Its line in the watch file, from 1. */
    int line();

    /** One resource, by its id. */
    record One(String text, int line, ArmId id, ResourceType type) implements Scope {}

    /** Every resource of a type below a subscription, a resource group or a parent resource: {@code …/*}. */
    record Every(String text, int line, ResourceType type) implements Scope {}

    /** Everything the sources know in a subscription or a resource group, by its id. */
    record Everything(String text, int line, ArmId id) implements Scope {}
}
