package io.armwatch.change;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one endpoint: the last accepted observation and what has been told since.
 *
 * @param incarnation when this known state was first accepted: the time of that observation, so that the same observations give
 *     the same event ids again; a resource that is seen again after its deletion, or whose state was lost, begins another one. Empty
 *     before anything was accepted, and where a version before incarnations stored the state: its next acceptance begins one
 * @param revision counts acceptances; it goes on where a resource is deleted and returns
 * @param observedAt when the state was observed; empty where it never was
 * @param state the source's record; empty where the resource was never seen or is gone
 * @param deleted whether its deletion has been told
 * @param missing how often in a row ARM has said that it is not there
 * @param outage the outage that has been told and is not over
 * @param incidents those that are open
 * @param completeScan the last complete scan, where this is the state of a scope
 */
public record KnownState(
        Target target,
        Optional<Instant> incarnation,
        long revision,
        Optional<Instant> observedAt,
        Optional<JsonNode> state,
        boolean deleted,
        int missing,
        Optional<Outage> outage,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Incident> incidents,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<CompleteScan> completeScan) {
    /** Of what is no scope. */
    public KnownState(
            Target target,
            Optional<Instant> incarnation,
            long revision,
            Optional<Instant> observedAt,
            Optional<JsonNode> state,
            boolean deleted,
            int missing,
            Optional<Outage> outage,
            List<Incident> incidents) {
        this(target, incarnation, revision, observedAt, state, deleted, missing, outage, incidents, Optional.empty());
    }

    public KnownState {
        requireNonNull(target, "target");
        incidents = requireNonNullElse(incidents, List.<Incident>of()).stream().toList();
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

    /**
     * A scan that has seen all that it covers.
     *
     * @param startedAt each resource was polled successfully at this time or later
     * @param coverage what it covers, as text that two scans share only where they cover the same resources
     */
    public record CompleteScan(Instant startedAt, String coverage) {
        public CompleteScan {
            requireNonNull(startedAt, "startedAt");
            requireNonNull(coverage, "coverage");
        }
    }

    static KnownState none(Target target) {
        return new KnownState(
                target, Optional.empty(), 0, Optional.empty(), Optional.empty(), false, 0, Optional.empty(), List.of());
    }

    /** Whether all is well with it, so that the same state seen again is nothing new. */
    public boolean settled() {
        return state.isPresent() && missing == 0 && outage.isEmpty();
    }

    /** Whether it says nothing that would have to be kept: there is no state, and nothing is open. */
    public boolean isQuiet() {
        return state.isEmpty() && missing == 0 && outage.isEmpty() && incidents.isEmpty();
    }

    /** The known state in which an observation of that time is accepted: the first one begins the incarnation. */
    KnownState acceptedAt(Instant at) {
        return new KnownState(
                target,
                incarnation.or(() -> Optional.of(at)),
                revision + 1,
                observedAt,
                state,
                deleted,
                missing,
                outage,
                incidents,
                completeScan);
    }

    /**
     * As it is seen. The casing of the id stays that of the first sight, so that a resource has one name in all its events; where it
     * was deleted, another incarnation begins and takes the casing of now.
     */
    KnownState seen(Target as, Instant at, JsonNode now, List<Incident> open) {
        return new KnownState(
                deleted && outage.isEmpty() ? as : target,
                deleted ? Optional.of(at) : incarnation,
                revision,
                Optional.of(at),
                Optional.of(now),
                false,
                0,
                Optional.empty(),
                open);
    }

    KnownState recalled(Instant at, JsonNode was, List<Incident> open) {
        return new KnownState(
                target, incarnation, revision, Optional.of(at), Optional.of(was), false, missing, outage, open);
    }

    KnownState missingOnceMore() {
        return new KnownState(
                target,
                incarnation,
                revision,
                observedAt,
                state,
                deleted,
                missing + 1,
                outage,
                incidents,
                completeScan);
    }

    /** Neither there nor watched: nothing is open any more. */
    KnownState gone() {
        return new KnownState(
                target, incarnation, revision, observedAt, Optional.empty(), true, 0, Optional.empty(), List.of());
    }

    KnownState failing(Outage as) {
        return new KnownState(
                target,
                incarnation,
                revision,
                observedAt,
                state,
                deleted,
                missing,
                Optional.of(as),
                incidents,
                completeScan);
    }

    KnownState reached() {
        return new KnownState(
                target,
                incarnation,
                revision,
                observedAt,
                state,
                deleted,
                0,
                Optional.empty(),
                incidents,
                completeScan);
    }

    KnownState scanned(Optional<Instant> at, Optional<CompleteScan> complete) {
        return new KnownState(
                target,
                incarnation,
                revision,
                at,
                state,
                deleted,
                missing,
                outage,
                incidents,
                complete.or(() -> completeScan));
    }

    KnownState withIncidents(List<Incident> open) {
        return new KnownState(
                target, incarnation, revision, observedAt, state, deleted, missing, outage, open, completeScan);
    }
}
