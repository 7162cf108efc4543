package io.armwatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.change.StateComparison;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A kind of resource that armwatch polls: which request it sends, how it reads the response, and what a difference
 * means. A new source is a package with a record of the state and an implementation of this interface, and a line in
 * {@link Sources}.
 */
public interface Source extends StateComparison {
    /** The name in settings, events and metrics, for example {@code maps-keys}. */
    String name();

    /**
     * The types of its resources, at least one, always the same instances. All have the same top level, so that one list of it
     * leads to all of them.
     */
    List<ResourceType> types();

    /**
     * The api-versions that it understands, in order of preference. Where ARM refuses one, the next is used. A state has the same form
     * in all of them.
     */
    List<String> apiVersions();

    /** The default schedule: a Quartz cron expression in UTC. */
    default String schedule() {
        return "0 0/5 * * * ?";
    }

    /** The POST action that returns the state, for example {@code listKeys}; empty if a GET does. */
    Optional<String> action();

    /**
     * The actions of Azure's role-based access control that its requests need: reading each level of its type, and the POST action.
     */
    default List<String> actions() {
        return RequiredActions.of(types(), action());
    }

    /** Whether a scan by lists costs no further request while nothing changes; decides the estimate of what schedules cost. */
    default boolean listsWholeItems() {
        return action().isEmpty();
    }

    /**
     * Whether this item of a list is the whole state. Where it is not, a request for the resource follows.
     *
     * @param listItem the resource as the list shows it
     */
    default boolean isWhole(JsonNode listItem) {
        return listsWholeItems();
    }

    /**
     * Whether an item of a list differs whenever the resource does. Then a resource whose item is unchanged is not requested, although
     * the item is not the whole state.
     */
    default boolean listsEveryChange() {
        return false;
    }

    /**
     * Whether a resource is to be polled that a list holds. One that is not keeps its known state, and is neither absent nor failed.
     *
     * @param listItem the resource as the list shows it
     */
    default boolean shouldPoll(JsonNode listItem) {
        return true;
    }

    /**
     * Whether it polls another endpoint of the resources of another source with the same name, with a state of its own.
     */
    default boolean isSecondView() {
        return false;
    }

    /** Follows the lower-cased ARM id in the key of a known state; empty except for a second view. */
    default String keySuffix() {
        return !isSecondView() ? "" : "/" + action().orElse(name()).toLowerCase(Locale.ROOT);
    }

    /**
     * Turns an entity, from a response or an item of a list, into the state: this source's record as JSON. Key values
     * become fingerprints.
     *
     * @param requested the requested id, which identifies the resource whatever the body says
     * @throws InvalidAnswerException if the body is not such an entity or belongs to another resource
     */
    JsonNode decode(ArmId requested, JsonNode body, Fingerprints fingerprints) throws InvalidAnswerException;
}
