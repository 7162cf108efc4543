package io.armwatch.management.api;

import io.armwatch.management.api.ApiSources.Problem;
import io.armwatch.management.view.ResourceSummary;
import io.armwatch.management.view.ResourceSummary.Condition;
import io.armwatch.management.view.ScopeOutages;
import io.armwatch.management.view.ScopeSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How the installation is as a whole.
 *
 * @param level {@code ok}; {@code attention}: something is not seen, or an incident is open; {@code blind}: nothing can be seen or
 *     published; {@code starting}: the known states have not been read yet
 * @param sentence the same for people
 * @param problems what is wrong, as sentences
 * @param completeSince everything was seen at this time or later; empty if a scope has had no complete scan yet
 * @param signals whether this process takes signals: poll now, pause, resume
 */
record StatusReport(
        String level,
        String sentence,
        List<String> problems,
        int resources,
        int failing,
        int incidents,
        int sources,
        int subscriptions,
        Optional<Instant> completeSince,
        boolean signals,
        String version,
        Instant startedAt,
        Instant now,
        List<ProcessInfo> processes) {
    private static final int MOST_PROBLEMS = 10;

    /** @param read whether the topics were read, so that the counts are right */
    static StatusReport of(ApiSources from, boolean read) {
        ScopeOutages outages = ScopeOutages.of(from.view().known().scopes());
        int resources = 0;
        int failing = 0;
        int incidents = 0;
        for (ResourceSummary each : from.view().known().resources()) {
            resources++;
            failing += each.condition(outages) == Condition.FAILING ? 1 : 0;
            incidents += each.incidents().size();
        }
        List<Problem> problems = problems(from, outages);
        int subscriptions = from.polling().watched().size();
        int sources = from.watch().schedules().size();
        Optional<Instant> completeSince = completeSince(from);
        boolean blind = problems.stream().anyMatch(Problem::blind) || (resources > 0 && failing == resources);
        boolean attention = failing > 0 || incidents > 0 || !problems.isEmpty();
        String level = blind ? "blind" : !read ? "starting" : attention ? "attention" : "ok";
        return new StatusReport(
                level,
                new StatusSentence(level, resources, failing, incidents, sources, subscriptions)
                        .text(problems, completeSince.map(at -> Duration.between(at, from.now()))),
                sentences(problems),
                resources,
                failing,
                incidents,
                sources,
                subscriptions,
                completeSince,
                from.process().signals(),
                from.process().version(),
                from.process().startedAt(),
                from.now(),
                from.view().processes().all().stream()
                        .map(owner -> ProcessInfo.of(owner, from.process().address()))
                        .toList());
    }

    private static List<String> sentences(List<Problem> problems) {
        List<String> sentences = new ArrayList<>();
        problems.stream().limit(MOST_PROBLEMS).map(Problem::sentence).forEach(sentences::add);
        int more = problems.size() - MOST_PROBLEMS;
        if (more > 0) {
            sentences.add("and " + more + " more");
        }
        return sentences;
    }

    private static List<Problem> problems(ApiSources from, ScopeOutages outages) {
        List<Problem> problems = new ArrayList<>(from.problems().get());
        ResourceRows rows = new ResourceRows(from);
        outages.all().stream().map(scope -> sentence(scope, rows)).forEach(problems::add);
        return problems;
    }

    private static Problem sentence(ScopeSummary scope, ResourceRows rows) {
        ErrorInfo error = rows.error(scope);
        return new Problem(
                false,
                scope.source() + " cannot be polled in " + scope.id() + " since " + error.since() + ": "
                        + error.reason()
                        + error.code().map(code -> " (" + code + ")").orElse("")
                        + error.message().map(message -> ": " + message).orElse(""));
    }

    private static Optional<Instant> completeSince(ApiSources from) {
        List<ScopeSummary> scopes = from.view().known().scopes().stream()
                .filter(ScopeSummary::isScope)
                .filter(scope -> !from.paused().test(scope.source()))
                .toList();
        return scopes.stream().allMatch(scope -> scope.completeScanAt().isPresent())
                ? scopes.stream()
                        .flatMap(scope -> scope.completeScanAt().stream())
                        .min(Comparator.naturalOrder())
                : Optional.empty();
    }
}
