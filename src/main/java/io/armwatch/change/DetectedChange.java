package io.armwatch.change;

import java.time.Instant;
import java.util.Optional;

/**
 * A change of a resource, as it was accepted. It lies between the two times.
 *
 * @param target in the casing in which the resource was first seen
 * @param incarnation when the known state that holds the change was first accepted
 * @param revision the known state's revision that holds the change; with the incarnation it orders all events of a resource
 * @param previouslyObservedAt when the state before was last seen; empty on first sight
 */
public record DetectedChange(
        Target target,
        Instant incarnation,
        long revision,
        Instant observedAt,
        Optional<Instant> previouslyObservedAt,
        Labels labels,
        Change change) {}
