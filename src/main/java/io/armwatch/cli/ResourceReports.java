package io.armwatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.KnownState.CompleteScan;
import io.armwatch.change.Target;
import io.armwatch.cli.EventFollower.Beginning;
import io.armwatch.cli.EventFollower.Since;
import io.armwatch.config.Settings;
import io.armwatch.event.EventType;
import io.armwatch.event.Events;
import io.armwatch.event.Topic;
import io.armwatch.poll.plan.CurrentPlan;
import io.armwatch.poll.plan.ScanPlan;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.plan.Schedules;
import io.armwatch.poll.plan.ScopeCoverage;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import io.cloudevents.CloudEvent;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Puts together what Kafka and the settings say about a resource. */
final class ResourceReports {
    private static final Set<String> ABOVE_SOURCES = Set.of(ScopeCoverage.CREDENTIAL, ScopeCoverage.TENANT);

    private final Settings settings;
    private final ArmId id;
    private final Clock clock;
    private final Schedules schedules;
    private final CurrentPlan current;

    ResourceReports(Settings settings, ArmId id, Clock clock) {
        this.settings = settings;
        this.id = id;
        this.clock = clock;
        this.schedules = new Schedules(settings.watch().schedules());
        this.current = new CurrentPlan(settings.watch());
        if (!current.tenants().isEmpty()
                && !id.subscriptionId().isEmpty()) { // as if their lists hold its Azure subscription
            current.watch(Set.of(subscription()), Set.of());
        }
    }

    private String subscription() {
        return id.subscriptionId().toLowerCase(Locale.ROOT);
    }

    /** A report for each polled part that has a known state; none if armwatch does not know the resource. */
    List<ResourceReport> of(Map<String, KnownState> states) {
        List<KnownState> known = states.values().stream()
                .filter(state -> !state.target().isList() && state.target().id().equals(id))
                .sorted(Comparator.comparing(state -> state.target().key()))
                .toList();
        if (known.isEmpty()) {
            return List.of();
        }
        List<CloudEvent> changes = new ArrayList<>();
        read(
                EventFollower.EVENTS.stream()
                        .filter(topic -> topic != Topic.POLLING)
                        .toList(),
                new Beginning(),
                changes);
        return known.stream().map(state -> report(state, states, changes)).toList();
    }

    private ResourceReport report(KnownState known, Map<String, KnownState> states, List<CloudEvent> changes) {
        Target target = known.target();
        boolean watched = current.coverage().covers(target);
        Optional<ResourceReport.Outage> outage = known.outage().map(same -> outage(known, true));
        return new ResourceReport(
                target.id().text(),
                target.id().type(),
                target.source(),
                target.endpoint(),
                watched,
                known.deleted(),
                known.incarnation(),
                known.revision(),
                lastPollAt(known, states),
                lastChange(target, changes),
                watched && target.endpoint().isEmpty()
                        ? nextPollAt(target.source(), outage.flatMap(ResourceReport.Outage::nextAttemptAt))
                        : Optional.empty(),
                outage,
                listOutages(target, states),
                known.incidents(),
                known.state());
    }

    /** The last time that Kafka shows: its last accepted observation, or the begin of a later complete scan of a scope that covers it. */
    private Optional<Instant> lastPollAt(KnownState known, Map<String, KnownState> states) {
        Target target = known.target();
        ScanPlan plan = current.plan();
        Stream<Instant> scans = target.endpoint().isPresent() || known.outage().isPresent()
                ? Stream.empty()
                : plan.parts(target.source()).getOrDefault(subscription(), List.of()).stream()
                        .filter(this::holdsResource)
                        .flatMap(part -> completeScan(part, plan, states).stream());
        return Stream.concat(known.observedAt().stream(), scans).max(Comparator.naturalOrder());
    }

    private boolean holdsResource(Part part) {
        return part.isSingle()
                ? part.id().equals(id)
                : id.key().startsWith(part.below().key() + "/");
    }

    private Optional<Instant> completeScan(Part part, ScanPlan plan, Map<String, KnownState> states) {
        Source source = part.source();
        Part reported = part.isSingle() ? part.subscriptionPart() : part;
        String coverage = part.isSingle() ? plan.singlesCoverage(source.name(), subscription()) : part.coverage();
        return Optional.ofNullable(
                        states.get(Sources.listTarget(source, reported.id()).key()))
                .flatMap(KnownState::completeScan)
                .filter(scan -> scan.coverage().equals(coverage))
                .map(CompleteScan::startedAt);
    }

    private static Optional<ResourceReport.Event> lastChange(Target target, List<CloudEvent> changes) {
        return changes.stream()
                .filter(event -> isOf(target, event))
                .reduce((first, second) -> second)
                .map(event -> new ResourceReport.Event(
                        EventType.named(event.getType()).map(EventType::text).orElse(event.getType()),
                        String.valueOf(event.getTime()),
                        event.getId()));
    }

    /** A resource and its second view share a key; the second one's discovery and deletion have its name as the subject. */
    private static boolean isOf(Target target, CloudEvent event) {
        boolean ofSecondView = "listSecrets".equals(event.getSubject());
        return target.endpoint().isPresent() == ofSecondView;
    }

    private Optional<Instant> nextPollAt(String source, Optional<Instant> notBefore) {
        Instant now = clock.instant();
        return schedules.next(source, notBefore.filter(now::isBefore).orElse(now));
    }

    private List<ResourceReport.Outage> listOutages(Target target, Map<String, KnownState> states) {
        return states.values().stream()
                .filter(state -> state.target().isList() && state.outage().isPresent())
                .filter(state -> state.target().source().equals(target.source())
                        || ABOVE_SOURCES.contains(state.target().source()))
                .sorted(Comparator.comparing(state -> state.target().key()))
                .map(state -> outage(state, false))
                .toList();
    }

    private ResourceReport.Outage outage(KnownState known, boolean ofResource) {
        KnownState.Outage outage = known.outage().orElseThrow();
        List<CloudEvent> polling = new ArrayList<>();
        if (ofResource) {
            read(List.of(Topic.POLLING), new Since(outage.since()), polling);
        }
        Optional<JsonNode> failed = polling.stream()
                .filter(event -> event.getType().equals(EventType.POLL_FAILED.type()))
                .map(event -> Json.tree(Objects.requireNonNull(event.getData()).toBytes()))
                .filter(data ->
                        data.path("source").asText().equals(known.target().source()))
                .reduce((first, second) -> second);
        return new ResourceReport.Outage(
                known.target().id().text() + ", " + known.target().source(),
                outage.reason().text(),
                outage.since(),
                outage.attempts(),
                failed.map(data -> data.path("message"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue),
                failed.flatMap(data -> instant(data.path("nextAttemptAt").asText())));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private void read(List<Topic> topics, EventFollower.Start start, List<CloudEvent> events) {
        try (EventFollower follower = EventFollower.ofResource(settings.kafka(), topics, id, start)) {
            follower.readToEnd(event -> {
                if (event.getData() != null && id.key().equals(event.getExtension(Events.PARTITION_KEY))) {
                    events.add(event);
                }
            });
        }
        events.sort(Comparator.comparing(ResourceReports::incarnation).thenComparing(ResourceReports::revision));
    }

    private static Instant incarnation(CloudEvent event) {
        return instant(data(event).path("incarnation").asText()).orElse(Instant.MIN);
    }

    private static long revision(CloudEvent event) {
        return data(event).path("revision").asLong();
    }

    private static JsonNode data(CloudEvent event) {
        return Json.tree(Objects.requireNonNull(event.getData()).toBytes());
    }

    /** Why armwatch does not know the resource, and what to do. */
    String unknownText() {
        Optional<Source> source = settings.watch().sources().stream()
                .filter(each -> each.types().stream().anyMatch(type -> type.isTypeOf(id)))
                .findFirst();
        if (source.isEmpty()) {
            return "armwatch does not know " + id + ": no source in armwatch.sources polls resources of the type "
                    + id.type();
        }
        Target target = new Target(source.get().name(), id, source.get().keySuffix());
        return "armwatch does not know " + id + ": "
                + (current.coverage().covers(target)
                        ? "a scope covers it, but no scan has seen it. Check the id, and that armwatch runs; "
                                + source.get().name() + " is polled next at "
                                + nextPollAt(source.get().name(), Optional.empty())
                                        .map(Instant::toString)
                                        .orElse("no time")
                        : "no scope covers it; add one to the watch list");
    }
}
