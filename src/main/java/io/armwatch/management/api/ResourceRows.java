package io.armwatch.management.api;

import io.armwatch.azure.ArmId;
import io.armwatch.change.KnownState.Outage;
import io.armwatch.change.Target;
import io.armwatch.management.view.ResourceSummary;
import io.armwatch.management.view.ResourceSummary.Condition;
import io.armwatch.management.view.ScopeOutages;
import io.armwatch.management.view.ScopeSummary;
import io.armwatch.poll.known.PollHistory;
import io.armwatch.poll.retry.OutageTracker.LastFailure;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the rows of resources of one request: from the known states, and from what this process knows of their polls. */
final class ResourceRows {
    static final int USUAL_LIMIT = 50;
    private static final Set<String> CONDITIONS =
            Arrays.stream(Condition.values()).map(Condition::text).collect(Collectors.toSet());
    private static final Comparator<ResourceSummary> LATEST_CHANGE =
            Comparator.comparing(each -> each.changedAt().orElse(Instant.MIN), Comparator.reverseOrder());

    private final ApiSources from;
    private final ScopeOutages outages;
    private final Set<String> held;
    private final Map<String, Optional<Instant>> nextScans = new HashMap<>();
    private final Map<String, @Nullable ProcessInfo> owners = new HashMap<>();

    ResourceRows(ApiSources from) {
        this.from = from;
        this.outages = ScopeOutages.of(from.view().known().scopes());
        this.held = from.polling().held();
    }

    /** The rows that a request asks for. */
    RowPage<ResourceRow> page(Query query) {
        Optional<String> text = query.lower("text");
        Optional<String> source = query.text("source");
        Optional<String> subscription = query.lower("subscription");
        Optional<String> state = query.oneOf("state", CONDITIONS);
        boolean latestFirst = query.oneOf("sort", Set.of("id", "lastchange"))
                .filter("lastchange"::equals)
                .isPresent();
        Stream<ResourceSummary> found = from.view().known().resources().stream()
                .filter(each -> source.isEmpty() || each.source().equals(source.get()))
                .filter(each -> subscription.isEmpty() || each.key().startsWith("/subscriptions/" + subscription.get()))
                .filter(each -> text.isEmpty() || contains(each, text.get()))
                .filter(each ->
                        state.isEmpty() || each.condition(outages).text().equals(state.get()));
        return RowPage.of((latestFirst ? found.sorted(LATEST_CHANGE) : found).toList(), query, USUAL_LIMIT, this::row);
    }

    /** Every word of the text must be in the id or in the name of the source. */
    private static boolean contains(ResourceSummary resource, String text) {
        return Stream.of(text.trim().split("\\s+"))
                .allMatch(word ->
                        resource.key().contains(word) || resource.source().contains(word));
    }

    /** One row. */
    ResourceRow row(ResourceSummary resource) {
        Target target = resource.target();
        ArmId id = target.id();
        String subscription = id.subscriptionId().toLowerCase(Locale.ROOT);
        boolean isHeld = held.contains(subscription);
        PollHistory history = isHeld ? from.polling().history(target) : PollHistory.NONE;
        Optional<LastFailure> failure = isHeld ? from.polling().failure(target) : Optional.empty();
        return new ResourceRow(
                id.text(),
                id.name(),
                id.type(),
                resource.source(),
                target.endpoint(),
                id.subscriptionId(),
                id.resourceGroup(),
                resource.condition(outages).text(),
                resource.revision(),
                resource.changedAt(),
                isHeld
                        ? latest(Stream.of(history.lastSeenAt(), resource.changedAt(), failure.map(LastFailure::at)))
                        : Optional.empty(),
                nextScan(resource.source()),
                history.recent(),
                resource.incidents().size(),
                error(resource, target, failure),
                owners.computeIfAbsent(subscription, from::owner));
    }

    private static Optional<Instant> latest(Stream<Optional<Instant>> times) {
        return times.flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    private Optional<Instant> nextScan(String source) {
        return nextScans.computeIfAbsent(
                source,
                name -> from.paused().test(name)
                        ? Optional.empty()
                        : from.schedules().next(name, from.now()));
    }

    private Optional<ErrorInfo> error(ResourceSummary resource, Target target, Optional<LastFailure> failure) {
        if (resource.outage().isPresent()) {
            Outage outage = resource.outage().get();
            return Optional.of(ErrorInfo.of(
                    Optional.empty(), outage, failure, from.view().failures().of(target)));
        }
        return outages.above(resource).map(this::error);
    }

    /** Why a list or scope cannot be polled. */
    ErrorInfo error(ScopeSummary scope) {
        Target target = new Target(scope.source(), ArmId.of(scope.id()), Target.LIST + scope.source());
        return ErrorInfo.of(
                Optional.of(scope.id()),
                scope.outage().orElseThrow(),
                from.polling().failure(target),
                from.view().failures().of(target));
    }
}
