package io.armwatch.change;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/** One poll's answer for one endpoint at one instant. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Observation.Seen.class, name = "seen"),
    @JsonSubTypes.Type(value = Observation.Absent.class, name = "absent"),
    @JsonSubTypes.Type(value = Observation.Failed.class, name = "failed")
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

    /** ARM says that there is no such resource. */
    record Absent(Target target, long basedOn, Instant observedAt, Failure failure) implements Observation {
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
}
