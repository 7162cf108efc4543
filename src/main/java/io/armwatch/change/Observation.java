package io.armwatch.change;

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
    @JsonSubTypes.Type(value = Observation.Scanned.class, name = "scanned")
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
            implements Observation {}

    /**
     * ARM says that there is no such resource.
     *
     * @param confirmed whether a complete list no longer has it either, so that no other answer need be waited for
     */
    record Absent(Target target, long basedOn, Instant observedAt, Failure failure, boolean confirmed)
            implements Observation {}

    /** ARM could not be asked, or did not answer as its reference says. */
    record Failed(Target target, long basedOn, Instant observedAt, Failure failure) implements Observation {}

    /**
     * A list can be read. It has no state of its own: what it holds is observed resource by resource.
     *
     * @param failedAttempts the polls of an outage that this one ends, as far as this process knows
     */
    record Reached(Target target, long basedOn, Instant observedAt, int failedAttempts) implements Observation {}

    /** A walk over a scope has ended. */
    record Scanned(Target target, long basedOn, Instant observedAt, ScanCompleted scan) implements Observation {}
}
