package io.armwatch.source.batchcertificate;

import io.armwatch.change.Change;
import io.armwatch.change.Change.CertificateDeletionFailed;
import io.armwatch.change.Change.CertificateRecovered;
import io.armwatch.change.Timestamp;
import io.armwatch.source.batchcertificate.BatchCertificate.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Failed deletions and their end. A certificate in state {@code Failed} is one that Azure could not delete; Azure keeps the state
 * before the present one and when each was entered, which shows a failure that came and went between two polls.
 */
final class Failures {
    private Failures() {}

    /** The failure that is there on first sight. */
    static List<Change> standing(Properties now) {
        return now.failed() ? List.of(failure(now, now.previousProvisioningState())) : List.of();
    }

    /** The failures that began and ended since, in the order in which they did. */
    static List<Change> since(Properties before, Properties after) {
        return after.failed() ? begun(before, after) : ended(before, after);
    }

    private static List<Change> begun(Properties before, Properties after) {
        boolean again = later(after.provisioningStateTransitionTime(), before.provisioningStateTransitionTime());
        if (before.failed() && !again) {
            return List.of();
        }
        return List.of(failure(after, after.previousProvisioningState().or(before::provisioningState)));
    }

    private static List<Change> ended(Properties before, Properties after) {
        boolean unseen = after.failedPreviously()
                && later(after.previousProvisioningStateTransitionTime(), before.provisioningStateTransitionTime());
        List<Change> changes = new ArrayList<>();
        if (unseen) {
            changes.add(unseenFailure(before, after));
        }
        if (unseen || before.failed()) {
            changes.add(new CertificateRecovered(
                    after.thumbprint(),
                    after.provisioningState(),
                    before.failed() ? before.provisioningState() : after.previousProvisioningState(),
                    after.provisioningStateTransitionTime()));
        }
        return changes;
    }

    private static Change failure(Properties failed, Optional<String> previousState) {
        return new CertificateDeletionFailed(
                failed.thumbprint(),
                failed.thumbprintAlgorithm(),
                failed.provisioningStateTransitionTime(),
                failed.deleteCertificateError().map(BatchCertificateSource::error),
                previousState);
    }

    private static Change unseenFailure(Properties before, Properties after) {
        return new CertificateDeletionFailed(
                after.thumbprint(),
                after.thumbprintAlgorithm(),
                after.previousProvisioningStateTransitionTime(),
                Optional.empty(),
                before.provisioningState());
    }

    private static boolean later(Optional<Timestamp> one, Optional<Timestamp> other) {
        return one.flatMap(mine -> other.map(mine::isAfter)).orElse(false);
    }
}
