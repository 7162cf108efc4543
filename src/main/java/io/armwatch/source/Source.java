package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.change.StateComparison;
import java.util.Locale;
import java.util.Optional;

/**
 * One of the things armwatch watches: what it asks ARM, how it reads the answer, and what a difference means. A new source is a
 * package with a record of its state, a class of this kind and a line in {@link Sources}.
 */
public interface Source extends StateComparison {
    /** The name in settings, events and metrics, for example {@code maps-keys}. */
    String name();

    /** The type of its resources, the same instance each time. */
    ResourceType type();

    /** The api-version of every call of this source. */
    String apiVersion();

    /** The POST action that answers with the state, for example {@code listKeys}; empty where a GET does. */
    Optional<String> action();

    /** Whether it shows another side of resources that another source of the same name shows, with a state of its own. */
    default boolean isSecondView() {
        return false;
    }

    /** What stands behind the lower-cased ARM id in the state key; empty text for all but a second view of a resource. */
    default String keySuffix() {
        return !isSecondView() ? "" : "/" + action().orElse(name()).toLowerCase(Locale.ROOT);
    }

    /**
     * Reads an entity, as a GET or POST answers it or a list holds it, into this source's record and writes that as JSON: the
     * state. Key values are fingerprints in it.
     *
     * @param asked the id that was asked for, which is the resource's identity whatever the body says
     * @throws InvalidAnswerException where the body is not such an entity, or is another resource's
     */
    JsonNode decode(ArmId asked, JsonNode body, Fingerprints fingerprints) throws InvalidAnswerException;
}
