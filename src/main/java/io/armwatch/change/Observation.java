package io.armwatch.change;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.change.Change.ScanCompleted;
import java.time.Instant;
import java.util.Optional;

/** What one poll found for one target. */
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

    /** The revision known immediately before the request; 0 if there was no known state. */
    long basedOn();

    /** When the request was sent. The answer was true at some instant after that. */
    Instant observedAt();

    /**
     * The resource exists.
     *
     * @param lastSeenAt when the known state was last seen unchanged, if this process saw it
     * @param failedAttempts the failed polls of the outage that this poll ends, as far as this process knows
     * @param listed the labels by the list that led to the resource, if the state lacks any of them
     * @param recordVersion the version of the source's record in {@code state}; at least 1
     * @param firstScan whether no scan of its scope is known that was complete; false where {@link Reporting} does not
     *     ask for it, and in observations of an earlier version
     */
    record Seen(
            Target target,
            long basedOn,
            Instant observedAt,
            JsonNode state,
            Optional<Instant> lastSeenAt,
            int failedAttempts,
            Optional<Labels> listed,
            int recordVersion,
            boolean firstScan)
            implements Observation {
        /** A resource that a later scan sees. */
        public Seen(
                Target target,
                long basedOn,
                Instant observedAt,
                JsonNode state,
                Optional<Instant> lastSeenAt,
                int failedAttempts,
                Optional<Labels> listed,
                int recordVersion) {
            this(target, basedOn, observedAt, state, lastSeenAt, failedAttempts, listed, recordVersion, false);
        }

        public Seen(
                Target target,
                long basedOn,
                Instant observedAt,
                JsonNode state,
                Optional<Instant> lastSeenAt,
                int failedAttempts) {
            this(target, basedOn, observedAt, state, lastSeenAt, failedAttempts, Optional.empty(), 1, false);
        }

        public Seen {
            recordVersion = Math.max(1, recordVersion);
            requireNonNull(target, "target");
            requireNonNull(observedAt, "observedAt");
            requireNonNull(state, "state");
        }
    }

    /**
     * ARM answers that the resource does not exist.
     *
     * @param confirmed whether it is also absent from a complete list, so that no further answer is needed
     * @param lastSeenAt the last successful poll before this one, if known
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
     * There was no usable answer: the request failed, or the response is not what the reference describes.
     *
     * @param lastSeenAt the last successful poll before this one, if known
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
     * A list can be read. It has no state of its own; its resources are observed one by one.
     *
     * @param failedAttempts the failed polls of the outage that this poll ends, as far as this process knows
     * @param lastSeenAt the last successful poll before this one, if known
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
     * A scan has ended.
     *
     * @param coverage identifies the set of resources: two scans have the same text only if they cover the same
     *     resources
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
     * Consumers know the resource but change detection does not, because its known states were lost.
     *
     * @param state the state that consumers know
     * @param seenAt when that state was observed
     * @param recordVersion the version of the source's record in {@code state}; at least 1
     */
    record Recalled(Target target, long basedOn, Instant observedAt, JsonNode state, Instant seenAt, int recordVersion)
            implements Observation {
        public Recalled(Target target, long basedOn, Instant observedAt, JsonNode state, Instant seenAt) {
            this(target, basedOn, observedAt, state, seenAt, 1);
        }

        public Recalled {
            recordVersion = Math.max(1, recordVersion);
            requireNonNull(target, "target");
            requireNonNull(observedAt, "observedAt");
            requireNonNull(state, "state");
            requireNonNull(seenAt, "seenAt");
        }
    }

    /**
     * The resource or list is not polled any more: no scope covers it, or it is gone and in no list. Open incidents and
     * outages end; a known state with nothing left in it is deleted.
     */
    record Unwatched(Target target, long basedOn, Instant observedAt) implements Observation {
        public Unwatched {
            requireNonNull(target, "target");
            requireNonNull(observedAt, "observedAt");
        }
    }
}
