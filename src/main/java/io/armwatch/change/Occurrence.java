package io.armwatch.change;

import java.time.Instant;
import java.util.Optional;

/**
 * A change of a resource, as it was accepted. It lies between the two times.
 *
 * @param revision the known state's revision that holds the change
 * @param previouslyObservedAt when the state before was last seen; empty on first sight
 */
public record Occurrence(
        Target target, long revision, Instant observedAt, Optional<Instant> previouslyObservedAt, Change change) {}
