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
     */
    record Absent(Target target, long basedOn, Instant observedAt, Failure failure, boolean confirmed)
            implements Observation {
        public Absent {
            requireNonNull(target, "target");
            requireNonNull(observedAt, "observedAt");
            requireNonNull(failure, "failure");
        }
    }

    /** ARM could not be asked, or did not answer as its reference says. */
    record Failed(Target target, long basedOn, Instant observedAt, Failure failure) implements Observation {
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
     */
    record Reached(Target target, long basedOn, Instant observedAt, int failedAttempts) implements Observation {
        public Reached {
            requireNonNull(target, "target");
            requireNonNull(observedAt, "observedAt");
        }
    }

    /** A walk over a scope has ended. */
    record Scanned(Target target, long basedOn, Instant observedAt, ScanCompleted scan) implements Observation {
        public Scanned {
            requireNonNull(target, "target");
            requireNonNull(observedAt, "observedAt");
            requireNonNull(scan, "scan");
        }
    }

    /** No scope covers the resource or list any more: it is not polled again. */
    record Unwatched(Target target, long basedOn, Instant observedAt) implements Observation {
        public Unwatched {
            requireNonNull(target, "target");
            requireNonNull(observedAt, "observedAt");
        }
    }
}
