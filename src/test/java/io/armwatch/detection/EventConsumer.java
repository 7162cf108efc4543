package io.armwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.armwatch.change.Incident;
import io.armwatch.change.KnownState;
import io.armwatch.change.Target;
import io.armwatch.change.Timestamp;
import io.armwatch.detection.TopologyFixture.OutputRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the events of one resource: folds them into its state, and follows its incidents. */
final class EventConsumer {
    private record Open(String incident, String subject) {}

    private final String source;
    private final Set<String> ids = new HashSet<>();
    private final Map<Open, JsonNode> open = new HashMap<>();
    /** When the first event of each open incident was observed. */
    private final Map<Open, String> since = new HashMap<>();

    private Optional<SortedMap<String, JsonNode>> state = Optional.empty();
    /** The fields that an event has implied to be others, without their values. */
    private final Set<String> unknown = new HashSet<>();

    EventConsumer(String source) {
        this.source = source;
    }

    /**
     * Reads an event.
     *
     * @param known the state that is known after it
     */
    void read(OutputRecord event, JsonNode known) {
        assertThat(ids.add(event.json().get("id").textValue()))
                .as("the id of %s is new", event.type())
                .isTrue();
        follow(event);
        JsonNode data = event.json().get("data");
        switch (event.type()) {
            case "resource.discovered" -> {
                assertThat(state).as("known before %s", event.type()).isEmpty();
                state = Optional.of(StateFields.of(data.get("state")));
                unknown.clear();
            }
            case "resource.deleted", "resource.unwatched" -> {
                assertFolded(data.get("state"));
                state = Optional.empty();
            }
            case "resource.changed" -> data.get("changes").forEach(change -> fold(event, change));
            default ->
                state.ifPresent(fields -> NamedFields.of(source, event, known).forEach(this::fold));
        }
    }

    private void fold(OutputRecord event, JsonNode change) {
        String path = change.get("path").textValue();
        SortedMap<String, JsonNode> fields = state.orElseThrow();
        if (!isUnknown(path)) {
            assertThat(StateFields.plain(fields.getOrDefault(path, StateFields.plain(change.at("/nothing")))))
                    .as("%s before %s", path, event.type())
                    .isEqualTo(StateFields.plain(change.get("before")));
        }
        fold(path, Optional.of(change.get("after")));
    }

    private void fold(String pointer, Optional<JsonNode> value) {
        SortedMap<String, JsonNode> fields = state.orElseThrow();
        fields.keySet().removeIf(path -> StateFields.isAtOrBelow(path, pointer));
        unknown.removeIf(path -> StateFields.isAtOrBelow(path, pointer));
        value.ifPresentOrElse(known -> fields.putAll(StateFields.below(pointer, known)), () -> unknown.add(pointer));
    }

    private boolean isUnknown(String path) {
        return UnreportedFields.mayBe(source, path)
                || unknown.stream().anyMatch(pointer -> StateFields.isAtOrBelow(path, pointer));
    }

    /** That the folded events are a state. */
    void assertFolded(JsonNode known) {
        SortedMap<String, JsonNode> expected = new TreeMap<>(StateFields.of(known));
        SortedMap<String, JsonNode> folded = new TreeMap<>(state.orElseThrow());
        expected.keySet().removeIf(this::isUnknown);
        folded.keySet().removeIf(this::isUnknown);
        assertThat(folded).as("the folded events").isEqualTo(expected);
    }

    boolean knowsState() {
        return state.isPresent();
    }

    /** Reads the known state itself, as a consumer does that has begun anew. */
    void adopt(Optional<JsonNode> known, Optional<KnownState> local) {
        state = known.map(StateFields::of);
        unknown.clear();
        open.clear();
        since.clear();
        local.ifPresent(state -> state.incidents().stream()
                .filter(EventConsumer::isIncident)
                .forEach(each -> {
                    Open key = new Open(incident(each), each.part().orElse(whole(each, state.target())));
                    open.put(key, MissingNode.getInstance());
                    since.put(key, Timestamp.of(each.since().orElseThrow()).text());
                }));
    }

    private void follow(OutputRecord event) {
        JsonNode data = event.json().get("data");
        switch (event.type()) {
            case "poll.failed" -> begins(event, "poll", "reason");
            case "poll.recovered" -> ends(event, "poll");
            case "certificate.deletion-failed" -> begins(event, "deletion-failed", "attempt");
            case "certificate.unreadable" -> begins(event, "unreadable", "reason");
            case "certificate.refresh-failed" -> begins(event, "refresh-failed", "code");
            case "certificate.expiring", "certificate.expired" -> begins(event, "expiry", "tier");
            case "key.expiring", "key.expired" -> begins(event, "key-expiry", "tier");
            case "key.rotation-overdue" -> begins(event, "rotation-overdue", "");
            case "certificate.renewed" -> {
                if (open.containsKey(incident(event, "expiry"))) {
                    ends(event, "expiry");
                }
            }
            case "certificate.recovered" -> {
                String from = data.get("recoveredFrom").textValue();
                ends(event, from.startsWith("expir") ? "expiry" : from);
            }
            case "key.recovered" -> {
                String from = data.get("recoveredFrom").textValue();
                ends(event, from.startsWith("expir") ? "key-expiry" : from);
            }
            default -> {}
        }
    }

    private static Open incident(OutputRecord event, String type) {
        return new Open(type, event.json().path("subject").asText(""));
    }

    /** An incident begins, or goes on with something new. */
    private void begins(OutputRecord event, String type, String field) {
        JsonNode data = event.json().get("data");
        since.putIfAbsent(incident(event, type), data.get("observedAt").textValue());
        JsonNode before = open.put(incident(event, type), data);
        if (before == null || before.isMissingNode()) {
            return;
        }
        assertThat(field)
                .as("%s is reported once until it ends: %s", type, event.type())
                .isNotEmpty();
        JsonNode was = before.get(field);
        JsonNode is = data.get(field);
        switch (field) {
            case "tier" ->
                assertThat(is.intValue()).as("tier of %s", event.type()).isLessThan(was.intValue());
            case "attempt" ->
                assertThat(is.intValue()).as("attempt of %s", event.type()).isEqualTo(was.intValue() + 1);
            default -> assertThat(is).as("%s of %s", field, event.type()).isNotEqualTo(was);
        }
    }

    private void ends(OutputRecord event, String type) {
        since.remove(incident(event, type));
        assertThat(open.remove(incident(event, type)))
                .as("what %s ends", event.type())
                .isNotNull();
    }

    /** That the open incidents are those of the known state. */
    void assertBalanced(Optional<KnownState> known) {
        List<String> expected = new ArrayList<>();
        known.flatMap(KnownState::outage).ifPresent(outage -> expected.add("poll"));
        known.map(KnownState::incidents).orElse(List.of()).stream()
                .filter(EventConsumer::isIncident)
                .map(EventConsumer::incident)
                .forEach(expected::add);
        assertThat(open.keySet().stream().map(Open::incident).toList())
                .as("the open incidents")
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(open.keySet().stream()
                        .filter(each -> !each.incident().equals("poll"))
                        .map(Open::subject))
                .as("the subjects of what is open: with topic and resource each is an incident's key")
                .doesNotHaveDuplicates();
    }

    /** That a record's {@code open} is what the events have begun and not ended. */
    void assertOpen(JsonNode listed) {
        Map<Open, String> expected = new HashMap<>();
        listed.forEach(each -> expected.put(
                new Open(kind(each), each.get("subject").textValue()),
                each.get("since").textValue()));
        assertThat(expected.keySet()).as("open by the record").isEqualTo(open.keySet());
        assertThat(expected).as("open since").containsAllEntriesOf(since);
    }

    /** The incident that the last type of an entry belongs to. */
    private static String kind(JsonNode entry) {
        String type = entry.get("type").textValue().replaceAll("^io\\.armwatch\\.|\\.v1$", "");
        return switch (type) {
            case "poll.failed" -> "poll";
            case "certificate.expiring", "certificate.expired" -> "expiry";
            case "key.expiring", "key.expired" -> "key-expiry";
            default -> type.substring(type.indexOf('.') + 1);
        };
    }

    /** That each incident has ended. */
    void assertNothingOpen() {
        assertThat(open).as("the open incidents").isEmpty();
    }

    private static String whole(Incident incident, Target target) {
        return incident.type().equals("unreadable") ? "publicData" : target.part();
    }

    /** A mark that a date was reported is none. */
    private static boolean isIncident(Incident incident) {
        return !incident.type().equals("expiry-due");
    }

    private static String incident(Incident incident) {
        boolean key = incident.due().flatMap(Incident.Due::kind).isPresent();
        return incident.type().matches("expiring|expired") ? key ? "key-expiry" : "expiry" : incident.type();
    }
}
