package io.armwatch.change;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.armwatch.change.Change.CertificateRecovered;
import java.util.List;
import java.util.Optional;

/**
 * An incident whose beginning is published and whose end is not. It is part of the known state, so that it
 * survives restarts, failed polls and an unconfirmed deletion, and ends exactly once.
 *
 * @param type the second part of the beginning event's name, for example {@link #DELETION_FAILED}; types of later
 *     versions are kept
 * @param attempt how often it has been reported, counted from 1
 * @param thumbprint the thumbprint of the certificate concerned
 * @param state the state that the last event about it named
 * @param at Azure's own time of the failure reported last, if it states one
 * @param reason the reason reported last, for types that have reasons
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
            throw new IllegalArgumentException("the attempt of an incident is at least 1");
        }
    }

    /** The open incident of a type; a resource has at most one. */
    public static Optional<Incident> find(List<Incident> open, String type) {
        return open.stream().filter(incident -> incident.type().equals(type)).findFirst();
    }

    /** A copy of the incident after an event named this state. */
    public Incident withState(Optional<String> named) {
        return new Incident(type, attempt, thumbprint, named, at, reason);
    }

    /** The changes that end all incidents of a resource that is gone or no longer watched, one for each. */
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
