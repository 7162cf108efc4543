package io.armwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.armwatch.detection.HistoryStep.Edit;
import io.armwatch.detection.TopologyFixture.OutputRecord;
import io.armwatch.it.ReceivedEvent;
import io.armwatch.simulator.Simulator;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.PossibleAnswers;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A resource whose answers a test chooses, and a consumer of its events. */
final class PlayedResource {
    /**
     * What ARM answers.
     *
     * @param polls how many polls of it a test waits for: of the last but one, all that came of it has been sent
     * @param served how often ARM has given it
     */
    private record Answer(int status, String body, int polls, AtomicInteger served) {
        Answer(int status, String body, int polls) {
            this(status, body, polls, new AtomicInteger());
        }
    }

    private final PossibleAnswers answers;
    private final EditableAnswer editable;
    private final EventConsumer consumer;
    private final String source;
    private volatile Answer answer;
    /** The last state that could be polled; empty before it, and when the resource is gone. */
    private Optional<JsonNode> polled = Optional.empty();

    private Optional<JsonNode> knownBefore = Optional.empty();
    private long lastRevision;

    PlayedResource(PossibleAnswers answers, Simulator simulator) {
        this.answers = answers;
        this.editable = new EditableAnswer(answers);
        this.source = answers.resource().source().name();
        this.consumer = new EventConsumer(source);
        this.answer = answered();
        simulator.fault(request -> request.path().equalsIgnoreCase(answers.path()), this::serve);
    }

    String id() {
        return answers.resource().id().text();
    }

    String key() {
        return TopologyFixture.target(answers.resource()).key();
    }

    private void serve(HttpServerRequest request) {
        Answer given = answer;
        request.response()
                .setStatusCode(given.status())
                .putHeader("content-type", "application/json; charset=utf-8")
                .end(given.body())
                .onSuccess(end -> given.served().incrementAndGet());
    }

    /** Lets ARM answer otherwise, or fail, and says how. */
    List<String> change(Random random, Instant now) {
        List<String> log = new ArrayList<>();
        if (random.nextInt(12) == 0) {
            int status = random.nextBoolean() ? 500 : 502;
            log.add("  " + answers + ": " + status);
            answer = new Answer(status, "{\"error\":{\"code\":\"Played\",\"message\":\"played\"}}", 1);
        } else {
            for (int edits = random.nextInt(4); edits > 0; edits--) {
                log.add("  " + answers + ": "
                        + editable.edit(new Edit(random.nextInt(1000), random.nextInt(200)), now));
            }
            answer = answered();
        }
        return log;
    }

    /** The answer; the state in it is to be known. armwatch keeps the state before if the answer is invalid. */
    private Answer answered() {
        String body = editable.body().toString();
        try {
            polled = Optional.of(answers.resource().state(editable.body()));
            return new Answer(200, body, 2);
        } catch (InvalidAnswerException invalid) {
            return new Answer(200, body, 1);
        }
    }

    void delete() {
        answer = new Answer(404, "{\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"played\"}}", 3);
        polled = Optional.empty();
    }

    void awaitPolls() {
        Awaitility.await("polls of " + answers).until(() -> answer.served().get() >= answer.polls());
    }

    /**
     * Whether the known state is the one that is polled. A poll does not count that was overtaken by time, which has changed the known state
     * first; the next poll finds the difference again.
     */
    boolean isKnown(Optional<JsonNode> known) {
        return known.isPresent() == polled.isPresent()
                && known.stream()
                        .allMatch(record ->
                                ReportedDifferences.areSame(source, record.get("state"), polled.orElseThrow()));
    }

    /** Reads the events that are new, and compares them with what was polled. */
    void read(List<ReceivedEvent> all, Optional<JsonNode> known) {
        List<OutputRecord> events = all.stream()
                .filter(event -> event.isOf(id()) && !event.isScan())
                .map(PlayedResource::record)
                .filter(event -> revision(event) > lastRevision)
                .filter(event -> known.isEmpty()
                        || revision(event) <= known.get().get("revision").longValue())
                .sorted(Comparator.comparingLong(PlayedResource::revision))
                .toList();
        try {
            check(events, known);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(answers + ": " + e.getMessage() + "\nknown: " + known + "\nevents: " + events, e);
        }
    }

    private void check(List<OutputRecord> events, Optional<JsonNode> known) {
        Optional<JsonNode> state = known.map(record -> record.get("state"));
        events.forEach(event -> consumer.read(event, state.orElse(NullNode.getInstance())));
        if (!events.isEmpty()) {
            lastRevision = revision(events.get(events.size() - 1));
        }
        List<OutputRecord> own = events.stream()
                .filter(event -> known.isPresent()
                        && event.json()
                                .at("/data/observedAt")
                                .equals(known.get().get("observedAt")))
                .toList();
        if (knownBefore.isPresent() && state.isPresent()) {
            ReportedDifferences.check(source, knownBefore.get(), state.get(), own);
        } else if (state.isPresent()) {
            assertThat(own).extracting(OutputRecord::type).contains("resource.discovered");
        }
        known.ifPresent(record -> consumer.assertOpen(record.get("open")));
        knownBefore = state;
        state.ifPresent(consumer::assertFolded);
        assertThat(consumer.knowsState()).as("known by events").isEqualTo(state.isPresent());
    }

    void assertEnded() {
        assertThat(consumer.knowsState()).isFalse();
        consumer.assertNothingOpen();
    }

    private static long revision(OutputRecord event) {
        return event.json().at("/data/revision").longValue();
    }

    private static OutputRecord record(ReceivedEvent event) {
        return new OutputRecord(
                event.topic(), event.key(), Map.of(), event.event().toString());
    }
}
