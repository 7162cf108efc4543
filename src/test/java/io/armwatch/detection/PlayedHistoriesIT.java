package io.armwatch.detection;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.it.ArmwatchFixture;
import io.armwatch.it.ArmwatchProcess;
import io.armwatch.it.FakedClock;
import io.armwatch.it.ReceivedEvent;
import io.armwatch.it.SimulatedAzure;
import io.armwatch.it.TemporaryFolder;
import io.armwatch.kafka.EmbeddedBroker;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.source.PossibleAnswers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Random histories of a resource of each kind, all at once, end to end: answers over HTTP, the real routes, a real Kafka, a consumer. ARM answers
 * otherwise or fails, armwatch is killed or loses its local state, its clock jumps. What the consumer reads is compared with what was polled.
 *
 * <p>{@code -Dhistories.seed=N} plays other histories than CI, {@code -Dhistories.steps=N} longer ones. Without libfaketime the clock does not jump.
 */
class PlayedHistoriesIT {
    private static final int STEPS = Integer.getInteger("histories.steps", 12);
    private static final long SEED = Long.getLong("histories.seed", 20_261_127);

    /** The broker's clock does not jump; by default it refuses records that are an hour ahead of it. */
    private static final Map<String, String> ANY_TIME =
            Map.of("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));

    private final Random random = new Random(SEED);
    private final List<String> log = new ArrayList<>();

    @Test
    void events_are_the_differences_between_polled_states_and_fold_into_the_known_state() throws IOException {
        Path data = TemporaryFolder.create("histories");
        try (EmbeddedBroker kafka = EmbeddedBroker.start(data, EmbeddedBroker.freePort(), ANY_TIME);
                FakedClock clock = new FakedClock();
                SimulatedAzure azure = SimulatedAzure.withAllSources(SimulatorOptions.builder())) {
            List<PlayedResource> resources = PossibleAnswers.all()
                    .filter(PossibleAnswers::canBeWatchedAlone)
                    .map(answers -> new PlayedResource(answers, azure.simulator()))
                    .toList();
            List<String> ids =
                    resources.stream().map(PlayedResource::id).distinct().toList();
            try (ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), ids, kafka.brokers())
                    .with("armwatch.sources", "all")
                    .with("armwatch.topics.retention", "3650")
                    .with("armwatch.key.max-age", "90")) {
                play(armwatch, clock, resources);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        e.getMessage() + "\n-Dhistories.seed=" + SEED + "\n" + String.join("\n", log), e);
            }
        } finally {
            TemporaryFolder.delete(data);
        }
    }

    private void play(ArmwatchFixture armwatch, FakedClock clock, List<PlayedResource> resources) throws IOException {
        ArmwatchProcess process = armwatch.spawn(clock.options());
        settle(armwatch, resources);
        for (int step = 1; step <= STEPS; step++) {
            log.add("step " + step);
            if (random.nextInt(4) == 0) {
                Duration jump = Duration.ofHours(random.nextInt(-24 * 20, 24 * 60));
                log.add("  the clock jumps by " + jump);
                clock.jump(jump);
            }
            if (random.nextInt(5) == 0) {
                boolean loses = random.nextBoolean();
                log.add("  kill -9" + (loses ? ", and the local state is lost" : ""));
                process.kill();
                if (loses) {
                    armwatch.loseLocalState();
                }
                process = armwatch.spawn(clock.options());
            }
            resources.forEach(resource -> log.addAll(resource.change(random, clock.now())));
            settle(armwatch, resources);
        }
        log.add("all resources are deleted");
        resources.forEach(PlayedResource::delete);
        settle(armwatch, resources);
        resources.forEach(PlayedResource::assertEnded);
    }

    /** Waits until each answer was polled and all that came of it was read, and checks that. */
    private static void settle(ArmwatchFixture armwatch, List<PlayedResource> resources) {
        Awaitility.await("known states as they are polled").pollInSameThread().until(() -> {
            resources.forEach(PlayedResource::awaitPolls);
            armwatch.processedEvents();
            return resources.stream()
                    .allMatch(resource -> resource.isKnown(armwatch.reader().known(resource.key())));
        });
        Map<String, Optional<JsonNode>> known = new HashMap<>();
        resources.forEach(
                resource -> known.put(resource.key(), armwatch.reader().known(resource.key())));
        List<ReceivedEvent> events = armwatch.processedEvents();
        resources.forEach(resource -> resource.read(events, requireNonNull(known.get(resource.key()))));
    }
}
