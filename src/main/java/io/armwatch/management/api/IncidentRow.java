package io.armwatch.management.api;

import io.armwatch.azure.ArmError;
import io.armwatch.change.Incident;
import io.armwatch.change.Timestamp;
import io.armwatch.management.view.ResourceSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An open incident.
 *
 * @param type for example {@code expiring} or {@code refresh-failed}
 * @param part what of the resource it concerns; empty for the resource as a whole
 * @param at Azure's own time: of the failure, or of the expiry
 * @param tier days before the expiry that were reported last, or the greatest age of a key in days
 */
record IncidentRow(
        String resourceId,
        String source,
        String type,
        Optional<String> part,
        Optional<String> at,
        Optional<Integer> tier,
        int attempt,
        Optional<String> thumbprint,
        Optional<String> reason) {
    private static final List<String> GRAVEST_FIRST = List.of(
            Incident.EXPIRED,
            Incident.DELETION_FAILED,
            Incident.REFRESH_FAILED,
            Incident.UNREADABLE,
            Incident.EXPIRING,
            Incident.ROTATION_OVERDUE);

    /** The gravest type first, then by resource. */
    static final Comparator<IncidentRow> ORDER = Comparator.<IncidentRow>comparingInt(
                    row -> Math.floorMod(GRAVEST_FIRST.indexOf(row.type()), GRAVEST_FIRST.size() + 1))
            .thenComparing(row -> row.at().orElse(""))
            .thenComparing(IncidentRow::resourceId);

    /** The open incidents of a resource. */
    static List<IncidentRow> of(ResourceSummary resource) {
        return resource.incidents().stream().map(each -> of(resource, each)).toList();
    }

    private static IncidentRow of(ResourceSummary resource, Incident incident) {
        return new IncidentRow(
                resource.id(),
                resource.source(),
                incident.type(),
                incident.part(),
                incident.at().map(Timestamp::text),
                incident.due().map(Incident.Due::tier),
                incident.attempt(),
                incident.thumbprint(),
                incident.reason().map(ArmError::presentable));
    }
}
