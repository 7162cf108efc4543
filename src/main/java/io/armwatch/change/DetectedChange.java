package io.armwatch.change;

import java.time.Instant;
import java.util.Optional;

/**
 * An accepted change of a resource. It happened between {@code previouslyObservedAt} and {@code observedAt}.
 *
 * @param target has the id in the casing in which the resource was first seen
 * @param incarnation when the known state was first accepted; see {@link KnownState}
 * @param revision the first revision with this change; incarnation and revision order all events of a resource
 * @param previouslyObservedAt when the previous state was last observed; empty for a resource seen for the first time
 */
public record DetectedChange(
        Target target,
        Instant incarnation,
        long revision,
        Instant observedAt,
        Optional<Instant> previouslyObservedAt,
        Labels labels,
        Change change) {}
