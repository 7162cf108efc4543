package io.armwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.armwatch.azure.ArmId;
import io.armwatch.change.ChangeDetection;
import io.armwatch.change.ChangeDetection.Accepted;
import io.armwatch.change.ChangeDetection.DetectionResult;
import io.armwatch.change.Failure;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Observation.Unwatched;
import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.change.TimePolicy;
import io.armwatch.event.Events;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.PolledResource;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** One history of a resource: it checks after each step what holds for all events so far. */
final class RandomHistory {
    private static final int STEPS = 80;
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> COMMON = Set.of(
            "resourceId",
            "resourceType",
            "subscriptionId",
            "resourceGroup",
            "name",
            "location",
            "tags",
            "incarnation",
            "revision",
            "observedAt",
            "previouslyObservedAt",
            "timeSource");
    private static final String OF_TIME = "of time: ";

    /** What was published and is not over, by the begin event's name. */
    private static final class Open {
        private final CloudEvent begin;
        private int attempt = 1;

        Open(CloudEvent begin) {
            this.begin = begin;
        }
    }

    private final RandomAnswers subject;
    private final int seed;
    private final Random random;
    private final ChangeDetection detection =
            new ChangeDetection(3, new TimePolicy(List.of(30, 14, 7, 1), Optional.of(90)));
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Open> open = new HashMap<>();
    /** What time has reported of the incidents that are open. */
    private final Set<String> tiers = new HashSet<>();

    private final List<Observation> sent = new ArrayList<>();
    private Optional<KnownState> known = Optional.empty();
    private Optional<String> named = Optional.empty();
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    RandomHistory(RandomAnswers subject, int seed) {
        this.subject = subject;
        this.seed = seed;
        this.random = new Random(seed);
    }

    void run() throws Exception {
        for (int step = 0; step < STEPS; step++) {
            now = now.plus(subject.step(random));
            passTime();
            if (random.nextInt(40) == 0) {
                known = Optional.empty();
                open.clear();
                tiers.clear();
                sent.clear(); // what was consumed is not consumed again
                named = Optional.empty();
            }
            Observation observation = random.nextInt(10) == 0 && !sent.isEmpty() ? sent.get(sent.size() - 1) : next();
            sent.add(observation);
            DetectionResult result =
                    detection.compare(known, observation, subject.watched().source());
            if (result instanceof Accepted accepted) {
                known = Optional.of(accepted.known());
                accepted(
                        Optional.of(observation),
                        accepted.changes().stream().map(Events::of).toList());
            }
        }
    }

    /** Time alone, whose changes may also come out of the next observation. */
    private void passTime() throws IOException {
        if (known.isEmpty() || random.nextBoolean()) {
            return;
        }
        Optional<Accepted> passed =
                detection.passTime(known.get(), now, subject.watched().source());
        if (passed.isPresent()) {
            known = Optional.of(passed.get().known());
            accepted(
                    Optional.empty(),
                    passed.get().changes().stream().map(Events::of).toList());
            assertThat(detection.passTime(known.get(), now, subject.watched().source()))
                    .isEmpty();
        }
    }

    private Observation next() throws InvalidAnswerException {
        PolledResource watched = subject.watched();
        String text = watched.id().text();
        ArmId id = ArmId.of(random.nextBoolean() ? text : text.replace("resourceGroups", "RESOURCEGROUPS"));
        Target target = new Target(watched.source().name(), id, watched.source().keySuffix());
        long revision = known.map(KnownState::revision).orElse(0L);
        Reason reason = random.nextBoolean() ? Reason.FORBIDDEN : Reason.TIMEOUT;
        Failure failure =
                new Failure(reason, Optional.empty(), Optional.empty(), Optional.empty(), 1, Optional.empty());
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> new Failed(target, revision, now, failure);
            case 3, 4 -> new Absent(target, revision, now, failure, false);
            case 5 -> new Absent(target, revision, now, failure, true);
            case 6 -> new Unwatched(target, revision, now);
            default -> new Seen(target, revision, now, watched.state(subject.next(random, now)), Optional.empty(), 0);
        };
    }

    private void accepted(Optional<Observation> observation, List<CloudEvent> events) throws IOException {
        Set<String> before = new HashSet<>(open.keySet());
        Optional<String> discovered = Optional.empty();
        Set<String> carried = new HashSet<>();
        for (CloudEvent event : events) {
            assertThat(ids.add(event.getId())).as("the id of %s is new", event).isTrue();
            JsonNode data = data(event);
            switch (name(event)) {
                case "resource.discovered" -> {
                    named = text(data.at("/state/properties/provisioningState"));
                    discovered = named;
                }
                case "certificate.deletion-failed" -> {
                    begins(event, "deletion-failed", data.get("attempt").intValue());
                    before.add("deletion-failed");
                    assertThat(text(data.get("previousState")))
                            .as("previousState of %s", event)
                            .isEqualTo(discovered.isPresent() ? Optional.empty() : named);
                    named = Optional.of("Failed");
                }
                case "certificate.unreadable" -> begins(event, "unreadable", 0);
                case "certificate.expiring", "certificate.expired", "key.rotation-overdue" -> {
                    begins(event, OF_TIME + event.getSubject(), 0);
                    String tier = event.getSubject() + " " + data.path("tier").asText();
                    assertThat(tiers.add(tier))
                            .as("%s is reported once: %s", tier, event)
                            .isTrue();
                }
                case "certificate.renewed" -> {
                    if (open.containsKey(OF_TIME + event.getSubject())) {
                        ends(event, OF_TIME + event.getSubject());
                    }
                }
                case "key.recovered" -> ends(event, OF_TIME + event.getSubject());
                case "poll.failed" -> begins(event, "poll", 0);
                case "poll.recovered" -> ends(event, "poll");
                case "certificate.recovered" -> {
                    String from = data.get("recoveredFrom").textValue();
                    ends(event, from.startsWith("expir") ? OF_TIME + event.getSubject() : from);
                    if (from.equals("deletion-failed")) {
                        assertThat(text(data.get("previousState")))
                                .as("previousState of %s", event)
                                .isEqualTo(named);
                        named = text(data.get("state")).or(() -> named);
                    }
                }
                case "resource.changed" ->
                    data.get("changes").forEach(change -> {
                        String path = change.get("path").textValue();
                        assertThat(carried).as("%s is in one event", path).doesNotContain(last(path));
                        if (path.endsWith("/provisioningState")) {
                            named = text(change.get("after"));
                        }
                    });
                default -> assertThat(name(event)).isNotEmpty();
            }
            data.fieldNames().forEachRemaining(carried::add);
            carried.removeAll(COMMON);
        }
        assertThat(open.keySet()).as("open after %s", observation).isEqualTo(expected(observation, before));
    }

    /** What must be open now, by the state that is known and what was open before or has begun. */
    private Set<String> expected(Optional<Observation> observation, Set<String> before) {
        KnownState state = known.orElseThrow();
        Set<String> expected = new HashSet<>();
        if (state.outage().isPresent()) {
            expected.add("poll");
        }
        JsonNode properties = state.state().map(json -> json.path("properties")).orElse(JSON.nullNode());
        String provisioning = properties.path("provisioningState").asText();
        if (provisioning.equals("Failed") || (provisioning.equals("Deleting") && before.contains("deletion-failed"))) {
            expected.add("deletion-failed");
        }
        if (properties.has("publicData") && !RandomAnswers.isReadable(properties)) {
            expected.add("unreadable");
        }
        state.incidents().stream()
                .filter(incident ->
                        List.of("expiring", "expired", "rotation-overdue").contains(incident.type()))
                .forEach(incident -> expected.add(OF_TIME + incident.part().orElseThrow()));
        if (observation.filter(Seen.class::isInstance).isPresent()) {
            assertThat(expected).doesNotContain("poll");
        }
        return expected;
    }

    private void begins(CloudEvent event, String type, int attempt) {
        Open before = open.computeIfAbsent(type, same -> new Open(event));
        if (before.begin != event) {
            before.attempt++;
        }
        if (attempt > 0) {
            assertThat(before.attempt).as("attempt of %s", event).isEqualTo(attempt);
        }
    }

    private void ends(CloudEvent event, String type) {
        Open over = open.remove(type);
        tiers.removeIf(tier -> type.startsWith(OF_TIME) && tier.startsWith(event.getSubject() + " "));
        assertThat(over).as("what %s ends", event).isNotNull();
        CloudEvent begin = Objects.requireNonNull(over).begin;
        assertThat(Events.topic(event)).isEqualTo(Events.topic(begin));
        assertThat(event.getSource()).isEqualTo(begin.getSource());
        assertThat(event.getSubject()).isEqualTo(begin.getSubject());
    }

    private static String name(CloudEvent event) {
        return event.getType().substring("io.armwatch.".length()).replace(".v1", "");
    }

    private static JsonNode data(CloudEvent event) throws IOException {
        return JSON.readTree(Objects.requireNonNull(event.getData()).toBytes());
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    @Override
    public String toString() {
        return (subject instanceof RandomAnswers.Ageing ? "ageing " : "")
                + subject.watched().source().name() + " " + seed;
    }
}
