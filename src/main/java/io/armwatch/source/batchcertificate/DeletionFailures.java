package io.armwatch.source.batchcertificate;

import io.armwatch.change.Change.CertificateDeletionFailed;
import io.armwatch.change.Change.CertificateRecovered;
import io.armwatch.change.How;
import io.armwatch.change.Incident;
import io.armwatch.change.Timestamp;
import io.armwatch.source.IncidentOutcome;
import io.armwatch.source.NamedChange;
import io.armwatch.source.batchcertificate.BatchCertificate.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Follows a certificate's failed deletion until it ends. State {@code Failed} means that Azure could not delete the
 * certificate. When Azure tries again ({@code Deleting}), the incident stays open: the deletion fails again, or the
 * certificate is gone. Azure also states the previous state and when each was entered, which reveals a failure that
 * began and ended between two polls.
 */
final class DeletionFailures {
    private static final String STATE = "/properties/provisioningState";
    private static final String PREVIOUS_STATE = "/properties/previousProvisioningState";
    private static final String ERROR = "/properties/deleteCertificateError";
    /** The properties that the event of a past failure reports; the state that followed is not among them. */
    private static final Set<String> PAST = Set.of(
            PREVIOUS_STATE,
            PREVIOUS_STATE + "TransitionTime",
            ERROR,
            "/properties/thumbprint",
            "/properties/thumbprintAlgorithm");

    private static final Set<String> PRESENT = Stream.concat(PAST.stream(), Stream.of(STATE, STATE + "TransitionTime"))
            .collect(Collectors.toSet());

    private final Optional<Properties> before;
    private final Properties after;
    private final List<NamedChange> changes = new ArrayList<>();
    private Optional<Incident> open;
    /** The state in the last event about the certificate. */
    private Optional<String> named;

    private DeletionFailures(Optional<Properties> before, Optional<Incident> open, Properties after) {
        this.before = before;
        this.after = after;
        this.open = open;
        this.named = open.flatMap(Incident::state).or(() -> before.flatMap(Properties::provisioningState));
    }

    /** The changes between two states; at most one incident is open before and after. */
    static IncidentOutcome follow(Optional<Properties> before, Optional<Incident> open, Properties after) {
        DeletionFailures failures = new DeletionFailures(before, open, after);
        failures.detect();
        return new IncidentOutcome(failures.changes, failures.open.stream().toList());
    }

    private void detect() {
        if (after.hasFailed() && isAnotherFailure()) {
            fail(after.provisioningState(), after.provisioningStateTransitionTime(), PRESENT);
        } else if (!after.hasFailed() && hasFailedBetweenPolls()) {
            fail(after.previousProvisioningState(), after.previousProvisioningStateTransitionTime(), PAST);
        }
        if (open.isPresent() && isOver()) {
            recover();
        } else if (changes.stream().noneMatch(each -> each.paths().contains(STATE)) && stateDiffers()) {
            named = after.provisioningState(); // resource.changed reports it
        }
        open = open.map(incident -> incident.withState(named));
    }

    /** Whether the deletion has failed again, as opposed to an old failure seen again. */
    private boolean isAnotherFailure() {
        if (open.isEmpty()) {
            return true;
        }
        Optional<Boolean> later =
                later(after.provisioningStateTransitionTime(), open.get().at());
        return later.orElseGet(() -> before.filter(was -> !was.hasFailed()).isPresent());
    }

    private boolean hasFailedBetweenPolls() {
        Optional<Timestamp> at = after.previousProvisioningStateTransitionTime();
        return after.hasFailedPreviously()
                && later(at, before.flatMap(Properties::provisioningStateTransitionTime))
                        .orElse(false)
                && later(at, open.flatMap(Incident::at)).orElse(true);
    }

    private void fail(Optional<String> state, Optional<Timestamp> at, Set<String> paths) {
        int attempt = open.map(Incident::attempt).orElse(0) + 1;
        changes.add(new NamedChange(
                new CertificateDeletionFailed(
                        after.thumbprint(),
                        after.thumbprintAlgorithm(),
                        at,
                        after.deleteCertificateError().map(BatchCertificateSource::error),
                        named,
                        attempt),
                paths));
        open = Optional.of(
                new Incident(Incident.DELETION_FAILED, attempt, after.thumbprint(), state, at, Optional.empty()));
        named = state;
    }

    /** Whether the incident has ended: the state is neither failed nor deleting. An absent state proves nothing. */
    private boolean isOver() {
        return !after.hasFailed()
                && !after.isDeleting()
                && after.provisioningState().isPresent();
    }

    private void recover() {
        boolean cancelled = after.previousProvisioningState().isPresent()
                ? after.hasFailedPreviously()
                : named.filter(Properties.FAILED::equalsIgnoreCase).isPresent();
        changes.add(new NamedChange(
                new CertificateRecovered(
                        after.thumbprint(),
                        after.provisioningState(),
                        named,
                        after.provisioningStateTransitionTime(),
                        Incident.DELETION_FAILED,
                        cancelled ? How.CANCELLED : How.SUCCEEDED),
                PRESENT));
        open = Optional.empty();
    }

    private boolean stateDiffers() {
        Optional<String> was = before.flatMap(Properties::provisioningState);
        return !was.map(DeletionFailures::lower)
                .equals(after.provisioningState().map(DeletionFailures::lower));
    }

    private static String lower(String state) {
        return state.toLowerCase(Locale.ROOT);
    }

    /** Whether the first time is later; empty if one of the two is not a time. */
    private static Optional<Boolean> later(Optional<Timestamp> one, Optional<Timestamp> other) {
        return one.flatMap(Timestamp::instant)
                .flatMap(mine -> other.flatMap(Timestamp::instant).map(mine::isAfter));
    }
}
