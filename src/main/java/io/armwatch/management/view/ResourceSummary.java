package io.armwatch.management.view;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Incident;
import io.armwatch.change.KnownState;
import io.armwatch.change.KnownState.Outage;
import io.armwatch.change.Target;
import io.armwatch.source.Sources;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is kept of the known state of one polled part of a resource: small, so that many fit into memory.
 *
 * @param key the state key
 * @param id the ARM id as Azure writes it
 * @param suffix see {@link Target#suffix}
 * @param changedAt when the last accepted state was observed; empty if the resource was never seen
 * @param incidents the open incidents
 * @param place where the whole known state is
 */
public record ResourceSummary(
        String key,
        String id,
        String source,
        String suffix,
        long revision,
        Optional<Instant> changedAt,
        boolean deleted,
        Optional<Outage> outage,
        List<Incident> incidents,
        List<Expiry> expiries,
        Place place) {
    /** A record in the changelog. */
    public record Place(int partition, long offset) {}

    /** How a resource is, in one word. */
    public enum Condition {
        /** It cannot be polled. */
        FAILING,
        /** It has an open incident. */
        INCIDENT,
        /** It is deleted, but a scope names it, so it is still polled. */
        DELETED,
        /** It is polled, and nothing is open. */
        OK;

        /** The name in the API. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static ResourceSummary of(String key, KnownState known, Place place) {
        Target target = known.target();
        List<Expiry> expiries = known.state()
                .flatMap(state -> Sources.of(target)
                        .map(source -> source.deadlines(state).stream()
                                .flatMap(deadline -> Expiry.of(deadline).stream())
                                .toList()))
                .orElse(List.of());
        return new ResourceSummary(
                key,
                target.id().text(),
                target.source().intern(),
                target.suffix().intern(),
                known.revision(),
                known.observedAt(),
                known.deleted(),
                known.outage(),
                known.incidents().stream()
                        .filter(incident -> !incident.isMark())
                        .toList(),
                expiries,
                place);
    }

    /**
     * How it is. An outage counts most.
     *
     * @param scopes a list or scope above it that cannot be polled makes it fail too
     */
    public Condition condition(ScopeOutages scopes) {
        if (outage.isPresent() || scopes.above(this).isPresent()) {
            return Condition.FAILING;
        }
        if (!incidents.isEmpty()) {
            return Condition.INCIDENT;
        }
        return deleted ? Condition.DELETED : Condition.OK;
    }

    /** Whether it is worth a row: it exists, or it is reported as failing. */
    boolean isShown() {
        return changedAt.isPresent() || outage.isPresent();
    }

    /** What is polled. */
    public Target target() {
        return new Target(source, ArmId.of(id), suffix);
    }
}
