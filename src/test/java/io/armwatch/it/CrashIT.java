package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.simulator.estate.SimulatorOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CrashIT {
    private static final int CHANGES = 500;

    @Test
    void killed_in_the_middle_of_500_changes_each_is_published_exactly_once() {
        killInTheMiddle(ArmwatchFixture::new);
    }

    @Test
    void killed_together_with_its_embedded_broker_each_of_500_changes_is_published_exactly_once(@TempDir Path folder) {
        killInTheMiddle((arm, watched) -> ArmwatchFixture.embedded(arm, watched, folder.resolve("kafka")));
    }

    /** Every resource changes once in the burst and once afterwards, so that each has a chain of two changes. */
    private static void killInTheMiddle(BiFunction<URI, List<String>, ArmwatchFixture> fixture) {
        try (SimulatedAzure azure = SimulatedAzure.of(SimulatorOptions.builder().resources(720))) {
            List<String> watched = azure.simulator().pollableIds().stream()
                    .filter(id -> !id.contains("/certificates/"))
                    .limit(CHANGES)
                    .toList();
            assertThat(watched).hasSize(CHANGES);
            // A few requests at a time, so that a burst takes a while and can be interrupted.
            try (ArmwatchFixture armwatch =
                    fixture.apply(azure.uri(), watched).with("armwatch.http.concurrency", "1")) {
                ArmwatchProcess first = armwatch.spawn(ArmwatchProcess.Options.ORDINARY);
                awaitTold(armwatch, CHANGES);
                CompletableFuture<Void> burst =
                        CompletableFuture.runAsync(() -> watched.forEach(id -> change(azure, id, 1)));
                Awaitility.await("the burst")
                        .pollInSameThread()
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> armwatch.reader().told().size() >= CHANGES + 25);
                first.kill();
                Set<ReceivedEvent> beforeTheKill =
                        new HashSet<>(armwatch.reader().told());
                assertThat(beforeTheKill.size() - CHANGES)
                        .as("committed when it was killed: in the middle of the burst")
                        .isBetween(25, CHANGES - 25);
                burst.join();

                armwatch.spawn(ArmwatchProcess.Options.ORDINARY);
                awaitTold(armwatch, 2 * CHANGES);
                watched.forEach(id -> change(azure, id, 2));
                awaitTold(armwatch, 3 * CHANGES);
                List<ReceivedEvent> told = armwatch.settled(azure);
                System.out.println("kill -9: " + (beforeTheKill.size() - CHANGES) + " of " + CHANGES
                        + " changes were committed before it, " + told.size() + " events in all");
                assertThat(told).hasSize(3 * CHANGES).containsAll(beforeTheKill);
                assertThat(told).extracting(each -> each.attribute("id")).doesNotHaveDuplicates();
                Map<String, List<ReceivedEvent>> byKey =
                        told.stream().collect(Collectors.groupingBy(ReceivedEvent::key));
                assertThat(byKey).hasSize(CHANGES);
                byKey.forEach((key, events) -> checkChain(azure, key, events));
            }
        }
    }

    private static void awaitTold(ArmwatchFixture armwatch, int events) {
        Awaitility.await(events + " events")
                .atMost(Duration.ofMinutes(2))
                .pollInSameThread()
                .until(() -> armwatch.reader().told().size() >= events);
    }

    private static void change(SimulatedAzure azure, String id, int round) {
        if (id.contains("/Microsoft.Maps/")) {
            azure.call("POST", id + "/regenerateKey", "{\"keyType\":\"primary\"}");
        } else if (id.contains("/Microsoft.Batch/")) {
            azure.call("PATCH", id, "{\"tags\":{\"round\":\"" + round + "\"}}");
        } else {
            azure.call("PATCH", id, "{\"properties\":{\"state\":\"" + (round == 1 ? "suspended" : "rejected") + "\"}}");
        }
    }

    /** Discovered, then the first change and the second, each beginning where the one before ended. */
    private static void checkChain(SimulatedAzure azure, String key, List<ReceivedEvent> events) {
        assertThat(events).as(key).hasSize(3);
        ReceivedEvent discovered = events.stream()
                .filter(each -> each.type().equals("resource.discovered"))
                .findFirst()
                .orElseThrow();
        List<ReceivedEvent> changes = events.stream()
                .filter(each -> !each.type().equals("resource.discovered"))
                .toList();
        ReceivedEvent one = changes.get(0);
        ReceivedEvent two = changes.get(1);
        assertThat(List.of(two.type(), two.topic())).isEqualTo(List.of(one.type(), one.topic()));
        assertThat(before(one)).as(key).isEqualTo(first(discovered, one));
        assertThat(before(two)).as(key).isEqualTo(after(one));
        assertThat(after(two)).as(key).isEqualTo(last(azure, two));
    }

    private static String first(ReceivedEvent discovered, ReceivedEvent change) {
        JsonNode state = discovered.data().get("state");
        return switch (change.type()) {
            case "key.rotated" -> state.get("primaryKey").asText();
            case "subscription.state-changed" -> state.at("/properties/state").asText();
            default -> state.at("/tags/round").asText("null");
        };
    }

    private static String before(ReceivedEvent change) {
        return switch (change.type()) {
            case "key.rotated" -> change.data("previousFingerprint");
            case "subscription.state-changed" -> change.data("previousState");
            default -> change.data().at("/changes/0/before").asText();
        };
    }

    private static String after(ReceivedEvent change) {
        return switch (change.type()) {
            case "key.rotated" -> change.data("fingerprint");
            case "subscription.state-changed" -> change.data("state");
            default -> change.data().at("/changes/0/after").asText();
        };
    }

    private static String last(SimulatedAzure azure, ReceivedEvent change) {
        String id = change.data("resourceId");
        return switch (change.type()) {
            case "key.rotated" ->
                EventFormatCheck.fingerprint(
                        id,
                        "primary",
                        azure.call("POST", id + "/listKeys", "")
                                .get("primaryKey")
                                .asText());
            case "subscription.state-changed" -> "rejected";
            default -> "2";
        };
    }
}
