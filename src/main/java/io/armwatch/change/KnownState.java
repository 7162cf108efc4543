package io.armwatch.change;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one endpoint: the last accepted observation and what has been told since.
 *
 * @param revision counts acceptances; it goes on where a resource is deleted and returns, so that no event id comes twice
 * @param observedAt when the state was observed; empty where it never was
 * @param state the source's record; empty where the resource was never seen or is gone
 * @param deleted whether its deletion has been told
 * @param missing how often in a row ARM has said that it is not there
 * @param outage the outage that has been told and is not over
 */
public record KnownState(
        Target target,
        long revision,
        Optional<Instant> observedAt,
        Optional<JsonNode> state,
        boolean deleted,
        int missing,
        Optional<Outage> outage) {
    public KnownState {
        requireNonNull(target, "target");
        state = state.filter(json -> !json.isNull()); // as Jackson reads an absent one
        if (revision < 0 || missing < 0) {
            throw new IllegalArgumentException("neither a revision nor a count is negative");
        }
    }

    /**
     * An outage that has been told.
     *
     * @param attempts the attempts that had failed when it was told last
     */
    public record Outage(Reason reason, Instant since, int attempts) {}

    static KnownState none(Target target) {
        return new KnownState(target, 0, Optional.empty(), Optional.empty(), false, 0, Optional.empty());
    }

    /** Whether all is well with it, so that the same state seen again is nothing new. */
    public boolean settled() {
        return state.isPresent() && missing == 0 && outage.isEmpty();
    }

    KnownState seen(Target as, Instant at, JsonNode now) {
        return new KnownState(as, revision + 1, Optional.of(at), Optional.of(now), false, 0, Optional.empty());
    }

    KnownState missingOnceMore() {
        return new KnownState(target, revision + 1, observedAt, state, deleted, missing + 1, outage);
    }

    KnownState gone() {
        return new KnownState(target, revision + 1, observedAt, Optional.empty(), true, 0, Optional.empty());
    }

    KnownState failing(Outage as) {
        return new KnownState(target, revision + 1, observedAt, state, deleted, missing, Optional.of(as));
    }

    KnownState reached() {
        return new KnownState(target, revision + 1, observedAt, state, deleted, 0, Optional.empty());
    }

    KnownState scanned(Optional<Instant> at) {
        return new KnownState(target, revision + 1, at, state, deleted, missing, outage);
    }
}
