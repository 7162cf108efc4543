package io.armwatch.change;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.change.Change.ScanCompleted;
import java.time.Instant;
import java.util.Optional;

/** One poll's answer for one endpoint at one instant. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Observation.Seen.class, name = "seen"),
    @JsonSubTypes.Type(value = Observation.Absent.class, name = "absent"),
    @JsonSubTypes.Type(value = Observation.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Observation.Reached.class, name = "reached"),
    @JsonSubTypes.Type(value = Observation.Scanned.class, name = "scanned"),
    @JsonSubTypes.Type(value = Observation.Recalled.class, name = "recalled"),
    @JsonSubTypes.Type(value = Observation.Unwatched.class, name = "unwatched")
})
public sealed interface Observation {
    Target target();

    /** The revision that was known immediately before ARM was asked; 0 where nothing was. */
    long basedOn();

    /** When ARM was asked: what it answered was true at some instant after. */
    Instant observedAt();

    /**
     * The resource is there.
     *
     * @param lastSeenAt when the state that was known was last seen unchanged, where this process saw that
     * @param failedAttempts the polls of an outage that this one ends, as far as this process knows
     */
    record Seen(
            Target target,
            long basedOn,
            Instant observedAt,
            JsonNode state,
            Optional<Instant> lastSeenAt,
            int failedAttempts)
            implements Observation {
        public Seen {
            requireNonNull(target, "target");
            requireNonNull(observedAt, "observedAt");
            requireNonNull(state, "state");
        }
    }

    /**
     * ARM says that there is no such resource.
     *
     * @param confirmed whether a complete list no longer has it either, so that no other answer need be waited for
     * @param lastSeenAt the last successful poll before, where that is known
     */
    record Absent(
            Target target,
            long basedOn,
            Instant observedAt,
            Failure failure,
            boolean confirmed,
            Optional<Instant> lastSeenAt)
            implements Observation {
        public Absent(Target target, long basedOn, Instant observedAt, Failure failure, boolean confirmed) {
            this(target, basedOn, observedAt, failure, confirmed, Optional.empty());
        }

        public Absent {
            requireNonNull(target, "target");
            requireNonNull(observedAt, "observedAt");
            requireNonNull(failure, "failure");
        }
    }

    /**
     * ARM could not be asked, or did not answer as its reference says.
     *
     * @param lastSeenAt the last successful poll before, where that is known
     */
    record Failed(Target target, long basedOn, Instant observedAt, Failure failure, Optional<Instant> lastSeenAt)
            implements Observation {
        public Failed(Target target, long basedOn, Instant observedAt, Failure failure) {
            this(target, basedOn, observedAt, failure, Optional.empty());
        }

        public Failed {
            requireNonNull(target, "target");
            requireNonNull(observedAt, "observedAt");
            requireNonNull(failure, "failure");
        }
    }

    /**
     * A list can be read. It has no state of its own: what it holds is observed resource by resource.
     *
     * @param failedAttempts the polls of an outage that this one ends, as far as this process knows
     * @param lastSeenAt the last successful poll before, where that is known
     */
    record Reached(Target target, long basedOn, Instant observedAt, int failedAttempts, Optional<Instant> lastSeenAt)
            implements Observation {
        public Reached(Target target, long basedOn, Instant observedAt, int failedAttempts) {
            this(target, basedOn, observedAt, failedAttempts, Optional.empty());
        }

        public Reached {
            requireNonNull(target, "target");
            requireNonNull(observedAt, "observedAt");
        }
    }

    /**
     * A walk over a scope has ended.
     *
     * @param coverage what the scan covers, as text that two scans share only where they cover the same resources
     */
    record Scanned(Target target, long basedOn, Instant observedAt, ScanCompleted scan, Optional<String> coverage)
            implements Observation {
        public Scanned(Target target, long basedOn, Instant observedAt, ScanCompleted scan) {
            this(target, basedOn, observedAt, scan, Optional.empty());
        }

        public Scanned {
            requireNonNull(target, "target");
            requireNonNull(observedAt, "observedAt");
            requireNonNull(scan, "scan");
        }
    }

    /**
     * Consumers know the resource, and change detection does not, as after a loss of the known states.
     *
     * @param state as consumers know it
     * @param seenAt when that was observed
     */
    record Recalled(Target target, long basedOn, Instant observedAt, JsonNode state, Instant seenAt)
            implements Observation {
        public Recalled {
            requireNonNull(target, "target");
            requireNonNull(observedAt, "observedAt");
            requireNonNull(state, "state");
            requireNonNull(seenAt, "seenAt");
        }
    }

    /**
     * Nothing polls the resource or list any more: no scope covers it, or it is gone and in no list. What is open ends; where nothing
     * is left, it is forgotten.
     */
    record Unwatched(Target target, long basedOn, Instant observedAt) implements Observation {
        public Unwatched {
            requireNonNull(target, "target");
            requireNonNull(observedAt, "observedAt");
        }
    }
}
