package io.armwatch.management.api;

import io.armwatch.management.view.Expiry;
import io.armwatch.management.view.ResourceSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate, key, secret or subscription that expires.
 *
 * @param daysLeft rounded up; 0 or less after the expiry
 */
record ExpiryRow(
        String resourceId,
        String source,
        String kind,
        Optional<String> part,
        Optional<String> name,
        Optional<String> thumbprint,
        Instant expiresAt,
        long daysLeft) {
    /** What of a resource expires. */
    static List<ExpiryRow> of(ResourceSummary resource, Instant now) {
        return resource.expiries().stream()
                .map(expiry -> of(resource, expiry, now))
                .toList();
    }

    private static ExpiryRow of(ResourceSummary resource, Expiry expiry, Instant now) {
        return new ExpiryRow(
                resource.id(),
                resource.source(),
                expiry.kind(),
                expiry.part(),
                expiry.name(),
                expiry.thumbprint(),
                expiry.expiresAt(),
                daysLeft(Duration.between(now, expiry.expiresAt())));
    }

    private static long daysLeft(Duration left) {
        long days = left.toDays();
        return left.compareTo(Duration.ofDays(days)) > 0 ? days + 1 : days;
    }
}
