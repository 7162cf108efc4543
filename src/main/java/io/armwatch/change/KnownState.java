package io.armwatch.change;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.change.Observation.Recalled;
import io.armwatch.change.Observation.Seen;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The known state of one target: its last accepted observation and what has been reported about it.
 *
 * @param incarnation the time of the first accepted observation, so that the same observations give the same event ids
 *     again. A new one begins when a resource is seen again after its deletion or after its known state was lost. Empty
 *     before the first acceptance, and in states stored by a version without incarnations, which get one at their next
 *     acceptance
 * @param revision counts acceptances; the count continues when a resource is deleted and returns
 * @param observedAt when the state was observed; empty if it never was
 * @param state the source's record as JSON; empty if the resource was never seen or is gone
 * @param deleted whether its deletion has been reported
 * @param missing the number of consecutive answers that it does not exist
 * @param outage the present outage, which has been reported
 * @param incidents the open incidents
 * @param completeScan the last complete scan; only in the known state of a scope
 * @param listed the labels by the list that led to the resource, for a state that lacks any of them
 * @param recordVersion the version of the source's record in {@code state}, see {@link StateComparison#recordVersion}; at least 1,
 *     which also stands for states stored without one
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
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<CompleteScan> completeScan,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Labels> listed,
        int recordVersion) {
    /** The known state of a target other than a scope, without labels, with the first version of its source's record. */
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
        this(
                target,
                incarnation,
                revision,
                observedAt,
                state,
                deleted,
                missing,
                outage,
                incidents,
                Optional.empty(),
                Optional.empty(),
                1);
    }

    public KnownState {
        requireNonNull(target, "target");
        incidents = requireNonNullElse(incidents, List.<Incident>of()).stream().toList();
        state = state.filter(json -> !json.isNull()); // Jackson reads an absent one as JSON null
        recordVersion = Math.max(1, recordVersion);
        if (revision < 0 || missing < 0) {
            throw new IllegalArgumentException("revision and missing must not be negative");
        }
    }

    /**
     * A reported outage.
     *
     * @param attempts the number of failed attempts when it was reported last
     */
    public record Outage(Reason reason, Instant since, int attempts) {}

    /**
     * A scan that has seen every resource of its scope.
     *
     * @param startedAt every resource was polled successfully at or after this time
     * @param coverage identifies the set of resources: two scans have the same text only if they cover the same
     *     resources
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

    /** Whether seeing the same state again is no news: the resource exists, is not missing and has no outage. */
    @JsonIgnore
    public boolean isSettled() {
        return state.isPresent() && missing == 0 && outage.isEmpty();
    }

    /** The resource's region and tags. */
    @JsonIgnore
    public Labels labels() {
        return state.map(Labels::of).orElse(Labels.NONE).orElse(listed.orElse(Labels.NONE));
    }

    /** Whether nothing in it has to be kept: no state, no outage and no open incident. */
    public boolean isQuiet() {
        return state.isEmpty() && missing == 0 && outage.isEmpty() && incidents.isEmpty();
    }

    /** The open incidents that time began, and what it has reported. */
    @JsonIgnore
    List<Incident> incidentsOfTime() {
        return incidents.stream().filter(Incident::isOfTime).toList();
    }

    /** The open incidents of the source. */
    @JsonIgnore
    List<Incident> otherIncidents() {
        return incidents.stream().filter(incident -> !incident.isOfTime()).toList();
    }

    /** The next revision, accepted at this time. The first acceptance begins the incarnation. */
    KnownState acceptedAt(Instant at) {
        return with(copy -> {
            copy.incarnation = incarnation.or(() -> Optional.of(at));
            copy.revision++;
        });
    }

    /**
     * The known state after the resource was seen. The id keeps the casing of the first observation, so that all events
     * of a resource carry the same text; after a deletion a new incarnation begins, with the present casing.
     */
    KnownState seen(Seen seen, List<Incident> open) {
        return with(copy -> {
            copy.target = deleted && outage.isEmpty() ? seen.target() : target;
            copy.incarnation = deleted ? Optional.of(seen.observedAt()) : incarnation;
            copy.observedAt = Optional.of(seen.observedAt());
            copy.state = Optional.of(seen.state());
            copy.deleted = false;
            copy.missing = 0;
            copy.outage = Optional.empty();
            copy.incidents = open;
            copy.completeScan = Optional.empty();
            copy.listed = seen.listed().or(() -> listed);
            copy.recordVersion = seen.recordVersion();
        });
    }

    KnownState recalled(Recalled recalled, List<Incident> open) {
        return with(copy -> {
            copy.observedAt = Optional.of(recalled.seenAt());
            copy.state = Optional.of(recalled.state());
            copy.deleted = false;
            copy.incidents = open;
            copy.completeScan = Optional.empty();
            copy.listed = Optional.empty();
            copy.recordVersion = recalled.recordVersion();
        });
    }

    KnownState missingOnceMore() {
        return with(copy -> copy.missing++);
    }

    /** The known state of a resource that is deleted or no longer watched: no state and nothing open. */
    KnownState gone() {
        return new KnownState(
                target, incarnation, revision, observedAt, Optional.empty(), true, 0, Optional.empty(), List.of());
    }

    KnownState failing(Outage as) {
        return with(copy -> copy.outage = Optional.of(as));
    }

    KnownState reached() {
        return with(copy -> {
            copy.missing = 0;
            copy.outage = Optional.empty();
        });
    }

    KnownState scanned(Optional<Instant> at, Optional<CompleteScan> complete) {
        return with(copy -> {
            copy.observedAt = at;
            copy.completeScan = complete.or(() -> completeScan);
        });
    }

    KnownState withIncidents(List<Incident> open) {
        return with(copy -> copy.incidents = open);
    }

    KnownState withState(UnaryOperator<JsonNode> change) {
        return with(copy -> copy.state = state.map(change));
    }

    private KnownState with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.build();
    }

    /** The same values, some of which change. */
    private static final class Copy {
        private Target target;
        private Optional<Instant> incarnation;
        private long revision;
        private Optional<Instant> observedAt;
        private Optional<JsonNode> state;
        private boolean deleted;
        private int missing;
        private Optional<Outage> outage;
        private List<Incident> incidents;
        private Optional<CompleteScan> completeScan;
        private Optional<Labels> listed;
        private int recordVersion;

        Copy(KnownState of) {
            target = of.target;
            incarnation = of.incarnation;
            revision = of.revision;
            observedAt = of.observedAt;
            state = of.state;
            deleted = of.deleted;
            missing = of.missing;
            outage = of.outage;
            incidents = of.incidents;
            completeScan = of.completeScan;
            listed = of.listed;
            recordVersion = of.recordVersion;
        }

        KnownState build() {
            return new KnownState(
                    target,
                    incarnation,
                    revision,
                    observedAt,
                    state,
                    deleted,
                    missing,
                    outage,
                    incidents,
                    completeScan,
                    listed,
                    recordVersion);
        }
    }
}
