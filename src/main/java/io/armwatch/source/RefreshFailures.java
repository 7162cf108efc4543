package io.armwatch.source;

import io.armwatch.change.Change;
import io.armwatch.change.Change.CertificateRefreshFailed;
import io.armwatch.change.How;
import io.armwatch.change.Incident;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows failed refreshes from Key Vault, for any source. An incident begins with a failure, is reported again if its
 * code changes, and ends when a refresh succeeds or the part is gone. A source calls {@link #follow} from {@link
 * RecordSource#incidents} and adds the outcome to those of its other incidents.
 */
public final class RefreshFailures {
    private RefreshFailures() {}

    /**
     * The changes since the last observation.
     *
     * @param open all open incidents of the resource; those of other types are ignored
     * @param present the status of each part that has one now
     */
    public static IncidentOutcome follow(List<Incident> open, List<RefreshStatus> present) {
        List<Incident> rest = new ArrayList<>(open.stream()
                .filter(incident -> incident.type().equals(Incident.REFRESH_FAILED))
                .toList());
        List<NamedChange> changes = new ArrayList<>();
        List<Incident> after = new ArrayList<>();
        for (RefreshStatus status : present) {
            Optional<Incident> before = rest.stream()
                    .filter(incident -> incident.part().equals(subject(status)))
                    .findFirst();
            before.ifPresent(rest::remove);
            change(before, status).ifPresent(change -> changes.add(new NamedChange(change, status.paths())));
            next(before, status).ifPresent(after::add);
        }
        rest.forEach(gone -> changes.add(new NamedChange(gone.end(How.DELETED, Optional.empty()), Set.of())));
        return new IncidentOutcome(changes, after);
    }

    private static Optional<Change> change(Optional<Incident> before, RefreshStatus status) {
        if (!status.failed()) {
            return before.map(incident -> incident.end(How.SUCCEEDED, status.at()));
        }
        return isReported(before, status)
                ? Optional.empty()
                : Optional.of(new CertificateRefreshFailed(
                        subject(status),
                        status.thumbprint(),
                        status.hostName(),
                        status.secretIdentifier(),
                        status.code(),
                        status.message(),
                        status.at()));
    }

    private static Optional<Incident> next(Optional<Incident> before, RefreshStatus status) {
        if (!status.failed() || isReported(before, status)) {
            return before.filter(incident -> status.failed());
        }
        return Optional.of(new Incident(
                Incident.REFRESH_FAILED,
                before.map(Incident::attempt).orElse(0) + 1,
                status.thumbprint(),
                Optional.empty(),
                status.at(),
                status.code(),
                subject(status),
                Optional.empty()));
    }

    private static boolean isReported(Optional<Incident> before, RefreshStatus status) {
        return before.filter(incident -> incident.reason().equals(status.code()))
                .isPresent();
    }

    /** Differs from the subject of the part's expiry: see {@link Incident#KEY_VAULT}. */
    private static Optional<String> subject(RefreshStatus status) {
        return Optional.of(
                status.part().map(part -> part + "/" + Incident.KEY_VAULT).orElse(Incident.KEY_VAULT));
    }
}
