package io.armwatch.management.view;

import io.armwatch.change.KnownState;
import io.armwatch.change.KnownState.CompleteScan;
import io.armwatch.change.KnownState.Outage;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What is kept of the known state of a scope or list.
 *
 * @param id its ARM id
 * @param scannedAt when its last scan ended; empty for a list that is no scope
 * @param completeScanAt when its last complete scan began
 * @param outage why it cannot be polled
 */
public record ScopeSummary(
        String id,
        String source,
        Optional<Instant> scannedAt,
        Optional<Instant> completeScanAt,
        Optional<Outage> outage) {
    private static final String PROVIDERS = "/providers/";

    static ScopeSummary of(KnownState known) {
        return new ScopeSummary(
                known.target().id().text(),
                known.target().source().intern(),
                known.observedAt(),
                known.completeScan().map(CompleteScan::startedAt),
                known.outage());
    }

    /** Whether it is a scope that is scanned, and not only a list. */
    public boolean isScope() {
        return scannedAt.isPresent() || completeScanAt.isPresent();
    }

    /** Whether its scans or its list lead to a resource of its source. */
    boolean leadsTo(String resourceKey) {
        String key = id.toLowerCase(Locale.ROOT);
        if (resourceKey.equals(key) || resourceKey.startsWith(key + "/")) {
            return true;
        }
        int provider = key.lastIndexOf(PROVIDERS);
        String type = provider < 0 ? "" : key.substring(provider); // the list of a type in a subscription or group
        return provider >= 0
                && type.chars().filter(c -> c == '/').count() == 3
                && resourceKey.startsWith(key.substring(0, provider) + "/")
                && resourceKey.contains(type + "/");
    }
}
