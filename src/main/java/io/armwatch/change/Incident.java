package io.armwatch.change;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.armwatch.change.Change.CertificateRecovered;
import java.util.List;
import java.util.Optional;

/**
 * An incident that an event has begun and none has ended. It is part of the known state, so that it survives restarts, polls that
 * fail and a deletion that is not confirmed yet, and ends exactly once.
 *
 * @param type the begin event's name less its subject, for example {@link #DELETION_FAILED}; a type of a later version is kept
 * @param attempt how often it was reported since it began, counted from 1
 * @param thumbprint of the certificate that it is about
 * @param state the state that the last event about it named
 * @param at Azure's own time of the last report, where Azure states one
 * @param reason the reason of the last report, where the type has reasons
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Incident(
        String type,
        int attempt,
        Optional<String> thumbprint,
        Optional<String> state,
        Optional<Timestamp> at,
        Optional<String> reason) {
    public static final String DELETION_FAILED = "deletion-failed";
    public static final String UNREADABLE = "unreadable";

    public Incident {
        requireNonNull(type, "type");
        if (attempt < 1) {
            throw new IllegalArgumentException("an open incident was reported at least once");
        }
    }

    /** The incident of a type; a resource has at most one. */
    public static Optional<Incident> find(List<Incident> open, String type) {
        return open.stream().filter(incident -> incident.type().equals(type)).findFirst();
    }

    /** The same incident after an event that named a state. */
    public Incident naming(Optional<String> named) {
        return new Incident(type, attempt, thumbprint, named, at, reason);
    }

    /** Ends all open incidents of a resource that is gone or no longer watched: one event for each. */
    public static List<Change> endAll(List<Incident> open, How how) {
        return open.stream()
                .<Change>map(incident -> new CertificateRecovered(
                        incident.thumbprint(),
                        Optional.empty(),
                        incident.state(),
                        Optional.empty(),
                        incident.type(),
                        how))
                .toList();
    }
}
