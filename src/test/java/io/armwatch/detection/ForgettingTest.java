package io.armwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.ChangeDetection;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Recalled;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Observation.Unwatched;
import io.armwatch.detection.TopologyFixture.OutputRecord;
import io.armwatch.source.PolledResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a known state that nobody needs. */
class ForgettingTest {
    private static final PolledResource KEYS = DetectionExamples.KEYS;

    private final TopologyFixture bench = TopologyFixture.structured();

    @AfterEach
    void close() {
        bench.close();
    }

    private boolean isKnown() {
        return bench.known(TopologyFixture.target(KEYS).key()).isPresent();
    }

    private List<String> types() {
        return bench.events().stream().map(OutputRecord::type).toList();
    }

    @Test
    void what_is_unwatched_is_reported_once_has_a_tombstone_and_is_forgotten_by_the_next_one() throws Exception {
        bench.knows(KEYS, DetectionExamples.TWO_KEYS);

        bench.send(bench.unwatched(KEYS));
        assertThat(types()).containsExactly("resource.unwatched");
        assertThat(bench.states())
                .singleElement()
                .satisfies(row -> assertThat(row.value()).isNull());
        assertThat(isKnown()).isTrue();

        bench.send(bench.unwatched(KEYS));
        assertThat(types()).isEmpty();
        assertThat(bench.states()).isEmpty();
        assertThat(isKnown()).isFalse();
        assertThat(bench.restored().keys()).isEmpty();
    }

    /** An observation that was made before a deletion and arrives after all is forgotten would bring the resource back. */
    @Test
    void a_late_observation_does_not_bring_back_what_was_forgotten() throws Exception {
        Seen late = bench.seen(KEYS, DetectionExamples.TWO_KEYS);
        bench.knows(KEYS, DetectionExamples.TWO_KEYS);
        bench.send(bench.absent(KEYS));
        bench.pass(ChangeDetection.RETENTION);
        bench.send(bench.unwatched(KEYS));
        bench.events();
        assertThat(isKnown()).isFalse();

        bench.send(late);
        assertThat(types()).isEmpty();
        assertThat(isKnown()).isFalse();
        bench.send(bench.seen(KEYS, DetectionExamples.TWO_KEYS));
        assertThat(types()).containsExactly("resource.discovered");
    }

    /** Deletions, returns and rotations; each observation may be sent again, later and in any order, but within its time. */
    @Test
    void whatever_is_forgotten_no_id_comes_twice_and_nothing_is_reported_that_is_over() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            try (TopologyFixture world = TopologyFixture.structured()) {
                history(world, new Random(seed), seed);
            }
        }
    }

    private static void history(TopologyFixture world, Random random, int seed) throws Exception {
        List<Observation> sent = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        boolean discovered = false;
        for (int step = 0; step < 60; step++) {
            Observation next = switch (random.nextInt(5)) {
                case 0, 1 ->
                    world.seen(KEYS, random.nextBoolean() ? DetectionExamples.TWO_KEYS : DetectionExamples.ROTATED);
                case 2 -> world.absent(KEYS);
                case 3 -> sent.isEmpty() ? world.absent(KEYS) : sent.get(random.nextInt(sent.size()));
                default -> world.unwatched(KEYS);
            };
            boolean gone = world.known(next.target().key())
                    .filter(known -> known.state().isPresent())
                    .isEmpty();
            if (next instanceof Unwatched && gone) {
                world.pass(ChangeDetection.RETENTION); // as the reconciliation waits
                next = world.unwatched(KEYS);
            }
            Instant made = next.observedAt();
            Instant latest = sent.stream()
                    .map(Observation::observedAt)
                    .max(Instant::compareTo)
                    .orElse(made);
            world.send(next);
            sent.add(next);
            for (OutputRecord event : world.events()) {
                assertThat(ids.add(event.json().get("id").asText()))
                        .as("seed %s: %s", seed, event)
                        .isTrue();
                switch (event.type()) {
                    case "resource.discovered" -> {
                        assertThat(discovered).as("seed %s", seed).isFalse();
                        assertThat(made).as("seed %s: not from before", seed).isAfterOrEqualTo(latest);
                        discovered = true;
                    }
                    case "resource.deleted", "resource.unwatched" -> {
                        assertThat(discovered).as("seed %s", seed).isTrue();
                        discovered = false;
                    }
                    default ->
                        assertThat(event.type())
                                .isIn("key.rotated", "poll.failed", "poll.recovered", "resource.changed");
                }
            }
        }
    }

    @Test
    void a_recalled_state_reports_nothing_and_its_deletion_once() throws Exception {
        Recalled recalled = new Recalled(
                TopologyFixture.target(KEYS),
                0,
                bench.now(),
                KEYS.state(DetectionExamples.TWO_KEYS),
                TopologyFixture.START.minus(Duration.ofDays(1)));
        bench.send(recalled).send(recalled);
        assertThat(types()).isEmpty();
        assertThat(bench.states()).hasSize(1);

        bench.send(bench.absent(KEYS));
        List<OutputRecord> events = bench.events();
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("resource.deleted");
            assertThat(event.json().at("/data/previouslyObservedAt").asText()).isEqualTo("2026-11-20T10:00:00Z");
        });
    }

    @Test
    void the_last_successful_poll_stands_in_a_deletion_too() throws Exception {
        bench.knows(KEYS, DetectionExamples.TWO_KEYS);
        Absent absent = bench.absent(KEYS);
        Instant last = absent.observedAt().minusSeconds(1);
        bench.send(new Absent(
                absent.target(), absent.basedOn(), absent.observedAt(), absent.failure(), true, Optional.of(last)));
        assertThat(bench.events())
                .singleElement()
                .satisfies(event -> assertThat(
                                event.json().at("/data/previouslyObservedAt").asText())
                        .isEqualTo(last.toString()));
    }
}
