package io.armwatch.poll.plan;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Target;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.source.Source;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what is watched of an id that comes from outside: the resource itself, or the nearest one above it. */
public final class WatchedResources {
    private WatchedResources() {}

    /**
     * A watched resource, as one source polls it.
     *
     * @param part the part of the plan that its scans belong to
     */
    public record Watched(Part part, Target target) {
        /** The lower-cased Azure subscription. */
        public String subscription() {
            return target.id().subscriptionId().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The nearest watched resource: one element for each source that watches it, all with the same id.
     *
     * @param id of a resource, of something below one such as a child or an action, or of an Azure subscription
     * @return empty if nothing is watched there; a resource group or an Azure subscription is not near to what it holds
     */
    public static List<Watched> nearest(CurrentPlan current, ArmId id) {
        ScanPlan plan = current.plan();
        ScopeCoverage coverage = current.coverage();
        for (Optional<ArmId> at = whole(id); at.isPresent(); at = above(at.get())) {
            ArmId candidate = at.get();
            List<Watched> found = plan.sources().stream()
                    .flatMap(source -> watched(plan, coverage, source, candidate).stream())
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static Optional<Watched> watched(ScanPlan plan, ScopeCoverage coverage, String source, ArmId id) {
        List<Part> parts = plan.parts(source).getOrDefault(id.subscriptionId().toLowerCase(Locale.ROOT), List.of());
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        Target target = target(parts.get(0).source(), id);
        return parts.get(0).source().types().stream().anyMatch(type -> type.isTypeOf(id)) && coverage.covers(target)
                ? parts.stream().filter(part -> isPartOf(part, id)).findFirst().map(part -> new Watched(part, target))
                : Optional.empty();
    }

    private static Target target(Source source, ArmId id) {
        return new Target(source.name(), id, source.keySuffix());
    }

    private static boolean isPartOf(Part part, ArmId id) {
        boolean isThere = part.isSingle()
                ? part.id().equals(id)
                : id.key().startsWith(part.below().key() + "/")
                        && !part.exclusions().contain(id);
        return isThere && part.types().stream().anyMatch(type -> type.isTypeOf(id));
    }

    /** The id without an action or the type of a list at its end, for which there is no name. */
    private static Optional<ArmId> whole(ArmId id) {
        int segments = segmentsBelowProvider(id.text());
        return segments > 0 && segments % 2 != 0 ? shorter(id, 1) : Optional.of(id);
    }

    /** The resource above another one; empty for one of the top level. */
    private static Optional<ArmId> above(ArmId id) {
        return segmentsBelowProvider(id.text()) > 2 ? shorter(id, 2) : Optional.empty();
    }

    private static Optional<ArmId> shorter(ArmId id, int segments) {
        String text = id.text();
        for (int i = 0; i < segments; i++) {
            text = text.substring(0, text.lastIndexOf('/'));
        }
        try {
            return Optional.of(ArmId.of(text));
        } catch (IllegalArgumentException notAResource) {
            return Optional.empty();
        }
    }

    /** How many segments of types and names follow the first resource provider; 0 if there is none. */
    private static int segmentsBelowProvider(String text) {
        String marker = "/providers/";
        int provider = text.toLowerCase(Locale.ROOT).indexOf(marker);
        return provider < 0
                ? 0
                : (int) text.substring(provider + marker.length())
                        .chars()
                        .filter(c -> c == '/')
                        .count();
    }
}
