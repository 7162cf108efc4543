package io.armwatch.change;

import static java.util.Objects.requireNonNull;

import io.armwatch.azure.ArmId;
import java.util.Map;
import java.util.Optional;

/**
 * What is polled and has a known state: one ARM endpoint of one source.
 *
 * @param source the source's name
 * @param id the resource's ARM id
 * @param suffix follows the id in the key if it is not the resource itself: an action with a state of its own, or a
 *     list
 */
public record Target(String source, ArmId id, String suffix) {
    /** Begins the suffix of a list. Resource names cannot contain it, so no resource has the same key. */
    public static final String LIST = "?";

    /** The actions in the reference's casing, by their lower-cased form in keys. */
    private static final Map<String, String> ACTIONS = Map.of("listsecrets", "listSecrets");

    public Target {
        requireNonNull(source, "source");
        requireNonNull(id, "id");
        requireNonNull(suffix, "suffix");
    }

    /** Whether it is a list or a scanned scope rather than a resource. */
    public boolean isList() {
        return suffix.startsWith(LIST);
    }

    /** The key of its known state and its observations. */
    public String key() {
        return suffix.isEmpty() ? id.key() : id.key() + suffix; // no copy: the id's key has cached its hash
    }

    /** The polled part if it is not the resource itself: an action, or the source of a list. */
    public Optional<String> endpoint() {
        return suffix.isEmpty() ? Optional.empty() : Optional.of(part());
    }

    /** The name of the polled part: the resource's name, an action, or the source of a list. */
    public String part() {
        return suffix.isEmpty() ? id.name() : ACTIONS.getOrDefault(suffix.substring(1), suffix.substring(1));
    }
}
