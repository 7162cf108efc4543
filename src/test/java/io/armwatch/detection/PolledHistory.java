package io.armwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Recalled;
import io.armwatch.change.Reason;
import io.armwatch.change.TimePolicy;
import io.armwatch.detection.TopologyFixture.OutputRecord;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.PossibleAnswers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Plays what happens to a resource through the topology, and compares the states that were polled with what a consumer reads. */
final class PolledHistory implements AutoCloseable {
    private static final TimePolicy POLICY = new TimePolicy(List.of(30, 14, 7, 1), Optional.of(90));
    private static final Set<String> COMMON = Set.of(
            "resourceId", "resourceType", "subscriptionId", "resourceGroup", "name", "location", "tags", "incarnation");

    private final PossibleAnswers answers;
    private final EditableAnswer answer;
    private final String source;
    private final String key;
    private final EventConsumer consumer;
    private final List<String> log = new ArrayList<>();
    private final Set<String> types = new TreeSet<>();
    private TopologyFixture armwatch;
    private Optional<Observation> last = Optional.empty();
    /** The last state that was polled, of a resource that exists as far as is known. */
    private Optional<JsonNode> polled = Optional.empty();
    /** The last record of the known states; empty after a tombstone. */
    private Optional<JsonNode> published = Optional.empty();

    private List<OutputRecord> lastRead = List.of();
    private int steps;

    PolledHistory(PossibleAnswers answers, int confirmations) {
        this.answers = answers;
        this.source = answers.resource().source().name();
        this.key = TopologyFixture.target(answers.resource()).key();
        this.answer = new EditableAnswer(answers);
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
            poll.edits().forEach(edit -> log.add("  " + answer.edit(edit, armwatch.now())));
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

    private void poll() {
        JsonNode after;
        try {
            after = answers.resource().state(answer.body());
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
            ReportedDifferences.check(source, before.get(), after, own);
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
            return armwatch.seen(answers.resource(), answer.body());
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
            assertThat(ReportedDifferences.withoutUnreported(StateFields.of(known.get("state"))))
                    .as("the known state")
                    .isEqualTo(ReportedDifferences.withoutUnreported(StateFields.of(polled.orElseThrow())));
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
