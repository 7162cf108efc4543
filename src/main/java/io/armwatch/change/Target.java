package io.armwatch.change;

import static java.util.Objects.requireNonNull;

import io.armwatch.azure.ArmId;
import java.util.Map;
import java.util.Optional;

/**
 * What is polled: one ARM endpoint, seen by one source.
 *
 * @param source the source's name
 * @param id the resource's ARM id
 * @param suffix what stands behind the id in the key where a resource has a second endpoint with a state of its own
 */
public record Target(String source, ArmId id, String suffix) {
    /** What begins the suffix of a list: no name of a resource has it, so that the key is no resource's. */
    public static final String LIST = "?";

    /** The second endpoints as the reference writes them, by the lower-case text that a key has. */
    private static final Map<String, String> ACTIONS = Map.of("listsecrets", "listSecrets");

    public Target {
        requireNonNull(source, "source");
        requireNonNull(id, "id");
        requireNonNull(suffix, "suffix");
    }

    /** Whether it is a list, or a scope that scans are reported for, rather than a resource. */
    public boolean isList() {
        return suffix.startsWith(LIST);
    }

    /** The key of its known state, and of its observations. */
    public String key() {
        return suffix.isEmpty() ? id.key() : id.key() + suffix; // the same string knows its hash
    }

    /** What is polled where that is not the resource itself: an action, or the source of a list. */
    public Optional<String> endpoint() {
        return suffix.isEmpty() ? Optional.empty() : Optional.of(part());
    }

    /** The part of the resource that this endpoint shows. */
    public String part() {
        return suffix.isEmpty() ? id.name() : ACTIONS.getOrDefault(suffix.substring(1), suffix.substring(1));
    }
}
