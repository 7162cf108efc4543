package io.armwatch.change;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.armwatch.change.Change.CertificateRecovered;
import io.armwatch.change.Change.CertificateUnreadable;
import io.armwatch.change.Change.KeyRecovered;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An incident whose beginning is published and whose end is not. It is part of the known state, so that it
 * survives restarts, failed polls and an unconfirmed deletion, and ends exactly once.
 *
 * @param type the second part of the beginning event's name, for example {@link #DELETION_FAILED}; types of later
 *     versions are kept
 * @param attempt how often it has been reported, counted from 1
 * @param thumbprint the thumbprint of the certificate concerned
 * @param state the state that the last event about it named
 * @param at Azure's own time of the failure reported last, if it states one; the reported end or rotation if time began
 *     the incident
 * @param reason the reason reported last, for types that have reasons
 * @param part the part that it concerns; empty for the resource, and for {@link #UNREADABLE}
 * @param due only if time began it
 * @param since when it was first reported; empty if a version of armwatch reported it that did not keep the time
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Incident(
        String type,
        int attempt,
        Optional<String> thumbprint,
        Optional<String> state,
        Optional<Timestamp> at,
        Optional<String> reason,
        Optional<String> part,
        Optional<Due> due,
        Optional<Instant> since) {
    public static final String DELETION_FAILED = "deletion-failed";
    public static final String UNREADABLE = "unreadable";
    public static final String REFRESH_FAILED = "refresh-failed";
    public static final String EXPIRING = "expiring";
    public static final String EXPIRED = "expired";
    public static final String ROTATION_OVERDUE = "rotation-overdue";

    /**
     * Which tier of a subscription's expiry date was reported. It is a mark and no incident: its end publishes nothing.
     */
    static final String EXPIRY_DUE = "expiry-due";

    /** Every type of incident that this version begins. */
    public static final List<String> TYPES =
            List.of(DELETION_FAILED, UNREADABLE, REFRESH_FAILED, EXPIRING, EXPIRED, ROTATION_OVERDUE);

    /**
     * The subject of failed refreshes from Key Vault. It differs from the subject of the certificate's expiry, because
     * both incidents may end at once, with events of the same type.
     */
    public static final String KEY_VAULT = "keyVault";

    private static final Set<String> OF_TIME = Set.of(EXPIRING, EXPIRED, ROTATION_OVERDUE, EXPIRY_DUE);

    /**
     * What was reported of a {@link Deadline}.
     *
     * @param kind {@code key} or {@code secret}; empty for a certificate, a subscription and the age of a key
     * @param tier the lowest tier reported, 0 after the expiry; for the age of a key, the greatest age allowed in days
     * @param version the version of the key or secret
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Due(Optional<String> kind, int tier, Optional<String> version) {}

    /** An incident before it is known since when it is open: see {@link #withSince}. */
    public Incident(
            String type,
            int attempt,
            Optional<String> thumbprint,
            Optional<String> state,
            Optional<Timestamp> at,
            Optional<String> reason,
            Optional<String> part,
            Optional<Due> due) {
        this(type, attempt, thumbprint, state, at, reason, part, due, Optional.empty());
    }

    /** An incident of the resource as a whole. */
    public Incident(
            String type,
            int attempt,
            Optional<String> thumbprint,
            Optional<String> state,
            Optional<Timestamp> at,
            Optional<String> reason) {
        this(type, attempt, thumbprint, state, at, reason, Optional.empty(), Optional.empty());
    }

    public Incident {
        requireNonNull(type, "type");
        if (attempt < 1) {
            throw new IllegalArgumentException("the attempt of an incident is at least 1");
        }
    }

    /** The open incident of a type that concerns the resource as a whole; a resource has at most one. */
    public static Optional<Incident> find(List<Incident> open, String type) {
        return open.stream().filter(incident -> incident.type().equals(type)).findFirst();
    }

    /** A copy of the incident after an event named this state. */
    public Incident withState(Optional<String> named) {
        return new Incident(type, attempt, thumbprint, named, at, reason, part, due, since);
    }

    /** A copy of the incident with the time at which it was first reported. */
    Incident withSince(Optional<Instant> first) {
        return new Incident(type, attempt, thumbprint, state, at, reason, part, due, first);
    }

    /** Copies of a source's open incidents, each with the time of the same one before; those that begin now have the present time. */
    static List<Incident> dated(List<Incident> open, List<Incident> before, Instant now) {
        return open.stream()
                .map(incident -> incident.withSince(before.stream()
                        .filter(each -> each.type().equals(incident.type())
                                && each.part().equals(incident.part()))
                        .findFirst()
                        .map(Incident::since)
                        .orElse(Optional.of(now))))
                .toList();
    }

    /** The subject of its events; empty if that is the resource as a whole. */
    @JsonIgnore
    public Optional<String> subject() {
        return type.equals(UNREADABLE) ? Optional.of(CertificateUnreadable.PART) : part;
    }

    /** Whether it is only a mark that a date was reported: it has no end that is published. */
    @JsonIgnore
    public boolean isMark() {
        return type.equals(EXPIRY_DUE);
    }

    /** Whether time began it, and only the rules of {@link TimePolicy} continue and end it. */
    @JsonIgnore
    boolean isOfTime() {
        return due.isPresent() && OF_TIME.contains(type);
    }

    /** Whether its events are those of a key. */
    @JsonIgnore
    public boolean isOfKey() {
        return type.equals(ROTATION_OVERDUE) || due.flatMap(Due::kind).isPresent();
    }

    /** The changes that end all incidents of a resource that is gone or no longer watched, one for each. */
    public static List<Change> endAll(List<Incident> open, How how) {
        return open.stream()
                .filter(incident -> !incident.isMark())
                .map(incident -> incident.end(how, Optional.empty()))
                .toList();
    }

    /**
     * The change that ends it.
     *
     * @param at Azure's own time of the end, if it states one
     */
    public Change end(How how, Optional<Timestamp> at) {
        return isOfKey()
                ? new KeyRecovered(
                        part,
                        type,
                        how,
                        type.equals(ROTATION_OVERDUE) ? part : Optional.empty(),
                        due.flatMap(Due::version),
                        at)
                : new CertificateRecovered(part, thumbprint, Optional.empty(), state, at, type, how);
    }
}
