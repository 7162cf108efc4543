package io.armwatch.detection;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Recalled;
import io.armwatch.change.Reason;
import io.armwatch.change.TimePolicy;
import io.armwatch.detection.HistoryStep.Edit;
import io.armwatch.detection.TopologyFixture.OutputRecord;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PossibleAnswers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Plays what happens to a resource through the topology, and compares the states that were polled with what a consumer reads. */
final class PolledHistory implements AutoCloseable {
    private static final TimePolicy POLICY = new TimePolicy(List.of(30, 14, 7, 1), Optional.of(90));
    private static final Set<String> COMMON = Set.of(
            "resourceId", "resourceType", "subscriptionId", "resourceGroup", "name", "location", "tags", "incarnation");
    /** The places that events with a type of their own are about change more often. */
    private static final Pattern TELLING = Pattern.compile(
            "(?i)key|stat(e|us)|thumbprint|expir|exp$|created$|publicData|hostnameConfigurations|disableLocalAuth");

    private final PossibleAnswers answers;
    private final List<String> places;
    private final String source;
    private final String key;
    private final EventConsumer consumer;
    private final List<String> log = new ArrayList<>();
    private final Set<String> types = new TreeSet<>();
    private TopologyFixture armwatch;
    private ObjectNode answer;
    private Optional<Observation> last = Optional.empty();
    /** The last state that was polled, of a resource that exists as far as is known. */
    private Optional<JsonNode> polled = Optional.empty();
    /** The last record of the known states; empty after a tombstone. */
    private Optional<JsonNode> published = Optional.empty();

    private List<OutputRecord> lastRead = List.of();
    private int steps;

    PolledHistory(PossibleAnswers answers, int confirmations) {
        this.answers = answers;
        this.places = answers.values().keySet().stream()
                .flatMap(place -> Collections.nCopies(TELLING.matcher(place).find() ? 4 : 1, place).stream())
                .toList();
        this.source = answers.resource().source().name();
        this.key = TopologyFixture.target(answers.resource()).key();
        this.answer = answers.first();
        this.consumer = new EventConsumer(source);
        this.armwatch = new TopologyFixture(false, confirmations, POLICY, TopologyFixture.START);
    }

    /** The types of all events. */
    Set<String> types() {
        return types;
    }

    void play(HistoryStep step) {
        steps++;
        try {
            happen(step);
            consumer.assertBalanced(armwatch.known(key));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\n" + answers + ":\n" + String.join("\n", log), e);
        }
    }

    private void happen(HistoryStep step) {
        log.add(armwatch.now() + " " + step);
        if (step instanceof HistoryStep.Poll poll) {
            poll.edits().forEach(this::edit);
            poll();
        } else if (step instanceof HistoryStep.Repeat) {
            last.ifPresent(observation -> {
                armwatch.send(observation);
                read(armwatch.events());
            });
        } else if (step instanceof HistoryStep.Outage outage) {
            observe(armwatch.failed(answers.resource(), outage.reason()));
        } else if (step instanceof HistoryStep.Absence absence) {
            observeAbsence(absence.confirmed());
        } else if (step instanceof HistoryStep.Unwatch) {
            observe(armwatch.unwatched(answers.resource()));
            assertThat(consumer.knowsState())
                    .as("known after it is not watched")
                    .isFalse();
            polled = Optional.empty();
        } else if (step instanceof HistoryStep.Restart restart) {
            replace(armwatch.restarted(POLICY, later(restart.hours())));
        } else if (step instanceof HistoryStep.Jump jump) {
            jump(Duration.between(armwatch.now(), later(jump.hours())));
            read(armwatch.events());
        } else {
            lose();
        }
        states();
    }

    /** No two steps have the same time, wherever the clock jumps. */
    private Instant later(int hours) {
        return armwatch.now().plus(Duration.ofHours(hours)).plusMillis(steps);
    }

    /** Back goes only the clock of whoever polls: the driver's cannot. */
    private void jump(Duration time) {
        if (time.isNegative()) {
            armwatch.pass(time);
        } else {
            armwatch.advance(time);
        }
        armwatch.advance(Duration.ofSeconds(20));
    }

    private void replace(TopologyFixture next) {
        armwatch.close();
        armwatch = next;
        read(armwatch.events());
    }

    private void lose() {
        replace(armwatch.afterLoss(later(0)));
        last = Optional.empty();
        published.ifPresent(known -> armwatch.send(new Recalled(
                TopologyFixture.target(answers.resource()),
                0,
                armwatch.now(),
                known.get("state"),
                Instant.parse(known.get("observedAt").textValue()),
                known.get("recordVersion").intValue())));
        consumer.adopt(published.map(known -> known.get("state")), armwatch.known(key));
        read(armwatch.events());
    }

    private void edit(Edit edit) {
        String place = places.get(edit.place() % places.size());
        List<JsonNode> values = requireNonNull(answers.values().get(place));
        try {
            if (edit.value() == 0) {
                if (answer.at(place.substring(0, place.lastIndexOf('/'))).isObject()) {
                    answer = OfficialExample.without(answer, place);
                    log.add("  without " + place);
                }
                return;
            }
            JsonNode value = edit.value() == 1
                    ? NullNode.getInstance()
                    : time(place, values.get(0), edit.value())
                            .orElseGet(() -> values.get((edit.value() - 2) % values.size()));
            answer = OfficialExample.with(answer, place, value);
            log.add("  " + place + ": " + value);
        } catch (UnsupportedOperationException | IllegalArgumentException nowhere) {
            log.add("  nothing at " + place);
        }
    }

    /** A time some days from now, if the place holds times: of Key Vault in seconds, else as text. */
    private Optional<JsonNode> time(String place, JsonNode like, int days) {
        Instant time = armwatch.now().plus(Duration.ofDays(days % 2 == 0 ? days / 4 : -days));
        if (days % 4 == 0) {
            return Optional.empty();
        }
        if (like.isInt() && place.startsWith("/properties/attributes/")) {
            return Optional.of(LongNode.valueOf(time.getEpochSecond()));
        }
        return like.asText().matches("\\d{4}-\\d\\d-\\d\\dT.*")
                ? Optional.of(TextNode.valueOf(time.toString()))
                : Optional.empty();
    }

    private void poll() {
        JsonNode after;
        try {
            after = answers.resource().state(answer);
        } catch (InvalidAnswerException invalid) {
            log.add("  invalid: " + invalid.getMessage());
            observe(armwatch.failed(answers.resource(), Reason.INVALID_RESPONSE));
            return;
        }
        Optional<JsonNode> before = polled;
        polled = Optional.of(after);
        String at = armwatch.now().toString();
        observe(seen());
        List<OutputRecord> own = lastRead.stream()
                .filter(event -> Instant.parse(
                                event.json().at("/data/observedAt").textValue())
                        .equals(Instant.parse(at)))
                .toList();
        if (before.isPresent()) {
            compare(before.get(), after, own);
        } else {
            assertThat(own.stream()
                            .filter(event -> event.type().equals("resource.discovered"))
                            .map(event -> event.json().at("/data/state")))
                    .containsExactly(after);
            assertThat(own).extracting(OutputRecord::type).doesNotContain("resource.changed");
        }
    }

    private Observation seen() {
        try {
            return armwatch.seen(answers.resource(), answer);
        } catch (InvalidAnswerException e) {
            throw new AssertionError(e);
        }
    }

    private void observe(Observation observation) {
        last = Optional.of(observation);
        armwatch.send(observation);
        read(armwatch.events());
    }

    private void observeAbsence(boolean confirmed) {
        Absent absent = armwatch.absent(answers.resource());
        observe(new Absent(absent.target(), absent.basedOn(), absent.observedAt(), absent.failure(), confirmed));
        if (confirmed) {
            assertThat(consumer.knowsState())
                    .as("known after its absence is confirmed")
                    .isFalse();
        }
        if (!consumer.knowsState()) {
            polled = Optional.empty();
        }
    }

    /** Reads events in their order; those of an observation and of time have different revisions. */
    private void read(List<OutputRecord> events) {
        lastRead = events.stream()
                .sorted(Comparator.comparingLong(
                        event -> event.json().at("/data/revision").longValue()))
                .toList();
        lastRead.forEach(event -> {
            log.add("    " + event.type() + " " + ((ObjectNode) event.json().get("data")).without(COMMON));
            types.add(event.type());
            consumer.read(event, polled.orElse(NullNode.getInstance()));
        });
    }

    /** That the events report each difference between two states, once. */
    private void compare(JsonNode before, JsonNode after, List<OutputRecord> events) {
        SortedMap<String, JsonNode> was = StateFields.of(before);
        SortedMap<String, JsonNode> is = StateFields.of(after);
        Set<String> differences = new TreeSet<>(was.keySet());
        differences.addAll(is.keySet());
        differences.removeIf(path ->
                value(was, path).equals(value(is, path)) || UnreportedFields.contains(source, path, before, after));
        Set<String> reported = new HashSet<>();
        for (OutputRecord event : events) {
            for (JsonNode change : event.json().at("/data/changes")) {
                String path = change.get("path").textValue();
                assertThat(differences).as("differences of %s", event.type()).contains(path);
                assertThat(StateFields.plain(change.get("before"))).as(path).isEqualTo(value(was, path));
                assertThat(StateFields.plain(change.get("after"))).as(path).isEqualTo(value(is, path));
                assertThat(reported.add(path)).as("%s is reported once", path).isTrue();
            }
        }
        for (OutputRecord event : events) {
            Map<String, Optional<JsonNode>> named = NamedFields.of(source, event, after);
            named.forEach((pointer, value) -> {
                assertThat(reported)
                        .as("is in %s", event.type())
                        .noneMatch(path -> StateFields.isAtOrBelow(path, pointer));
                value.ifPresent(carried -> assertThat(without(StateFields.below(pointer, carried)))
                        .as("%s of %s", pointer, event.type())
                        .isEqualTo(without(StateFields.below(pointer, after.at(pointer)))));
            });
            differences.removeIf(
                    path -> named.keySet().stream().anyMatch(pointer -> StateFields.isAtOrBelow(path, pointer)));
        }
        differences.removeIf(path -> !reported.contains(path) && isSpelling(value(was, path), value(is, path)));
        assertThat(reported).as("the differences that no named event reports").isEqualTo(differences);
    }

    /** Whether two values may be spellings of one: {@code SpellingsTest} shows of which properties the spelling has no meaning. */
    private static boolean isSpelling(JsonNode before, JsonNode after) {
        return before.isTextual()
                && after.isTextual()
                && spelledPlainly(before.textValue()).equals(spelledPlainly(after.textValue()));
    }

    private static String spelledPlainly(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[ :]|[./]$", "");
    }

    private static SortedMap<String, JsonNode> without(SortedMap<String, JsonNode> fields) {
        fields.keySet().removeIf(UnreportedFields::isAlways);
        return fields;
    }

    private static JsonNode value(Map<String, JsonNode> fields, String path) {
        return fields.getOrDefault(path, NullNode.getInstance());
    }

    /** That the known states are what was polled, and what the events add up to. */
    private void states() {
        for (OutputRecord record : armwatch.states()) {
            published = record.value() == null ? Optional.empty() : Optional.of(record.json());
        }
        assertThat(published.isPresent()).as("known").isEqualTo(polled.isPresent());
        assertThat(consumer.knowsState()).as("known by events").isEqualTo(polled.isPresent());
        published.ifPresent(known -> {
            consumer.assertFolded(known.get("state"));
            consumer.assertOpen(known.get("open"));
            assertThat(without(StateFields.of(known.get("state"))))
                    .as("the known state")
                    .isEqualTo(without(StateFields.of(polled.orElseThrow())));
            Optional<KnownState> local = armwatch.known(key);
            assertThat(known.get("revision").longValue())
                    .isEqualTo(local.map(KnownState::revision).orElse(0L));
        });
    }

    @Override
    public void close() {
        armwatch.close();
    }
}
