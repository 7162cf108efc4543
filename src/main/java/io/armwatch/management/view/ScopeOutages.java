package io.armwatch.management.view;

import io.armwatch.poll.plan.ScopeCoverage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The lists and scopes that cannot be polled at one moment, and so the resources that nobody sees. */
public final class ScopeOutages {
    private static final Set<String> OF_ALL_SOURCES = Set.of(ScopeCoverage.CREDENTIAL, ScopeCoverage.TENANT);

    private final Map<String, List<ScopeSummary>> bySource;
    private final List<ScopeSummary> all;

    private ScopeOutages(List<ScopeSummary> all) {
        this.all = all;
        this.bySource = all.stream().collect(Collectors.groupingBy(ScopeSummary::source));
    }

    /** Those among all scopes and lists. */
    public static ScopeOutages of(Collection<ScopeSummary> scopes) {
        return new ScopeOutages(
                scopes.stream().filter(scope -> scope.outage().isPresent()).toList());
    }

    /** All of them. */
    public List<ScopeSummary> all() {
        return all;
    }

    /** The one that keeps a resource from being polled, if there is one. */
    public Optional<ScopeSummary> above(ResourceSummary resource) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<ScopeSummary> candidates = new ArrayList<>(bySource.getOrDefault(resource.source(), List.of()));
        OF_ALL_SOURCES.forEach(source -> candidates.addAll(bySource.getOrDefault(source, List.of())));
        return candidates.stream()
                .filter(scope -> scope.leadsTo(resource.key()))
                .findFirst();
    }
}
