package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What consumers know and armwatch does not poll any more. */
class LostStatesIT {
    private final TestResources resources = new TestResources();
    private final String stays = resources.maps("stays");
    private final String goes = resources.maps("goes");

    private static void loseState(ArmwatchFixture armwatch) {
        KafkaFuture<Void> deleted = armwatch.admin()
                .deleteTopics(List.of(armwatch.name() + "-known-states-changelog"))
                .all();
        ArmwatchFixture.get(deleted);
    }

    private static long count(ArmwatchFixture armwatch, String type, String id) {
        return armwatch.reader().typesTold(id).stream().filter(type::equals).count();
    }

    @Test
    void what_is_deleted_while_the_state_is_lost_is_reported_once_and_no_id_comes_twice() {
        String named = resources.batch("named");
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(
                        azure.uri(), List.of(TestResources.GROUP + "/providers/Microsoft.Maps/accounts/*", named))) {
            armwatch.start();
            List.of(stays, goes, named).forEach(id -> armwatch.reader().await("resource.discovered", id));
            armwatch.stop();

            loseState(armwatch);
            azure.call("DELETE", goes, "");
            azure.call("DELETE", named, "");
            azure.call("POST", stays + "/regenerateKey", "{\"keyType\":\"primary\"}");
            armwatch.start();
            armwatch.reader().await("resource.deleted", goes);
            armwatch.reader().await("resource.deleted", named);
            azure.call("POST", stays + "/regenerateKey", "{\"keyType\":\"primary\"}");
            armwatch.reader().await("key.rotated", stays);
            armwatch.news("maps-keys", TestResources.GROUP + "/providers/Microsoft.Maps/accounts/*");
            for (String id : List.of(goes, named)) {
                assertThat(count(armwatch, "resource.deleted", id)).isEqualTo(1);
                assertThat(armwatch.reader().known(KnownStateCheck.key(id))).isEmpty();
            }
            armwatch.stop();

            loseState(armwatch);
            armwatch.start();
            Awaitility.await("discovered once more")
                    .pollInSameThread()
                    .until(() -> count(armwatch, "resource.discovered", stays) == 3);
            azure.call("POST", stays + "/regenerateKey", "{\"keyType\":\"primary\"}");
            Awaitility.await("rotated once more")
                    .pollInSameThread()
                    .until(() -> count(armwatch, "key.rotated", stays) == 2);
            List<String> ids = armwatch.processedEvents().stream()
                    .map(each -> each.attribute("id"))
                    .toList();
            assertThat(ids).doesNotHaveDuplicates();
            assertThat(count(armwatch, "resource.deleted", goes)).isEqualTo(1);
        }
    }

    @Test
    void what_is_taken_out_of_the_watch_file_is_reported_once_and_its_row_goes() {
        List<String> watched = new ArrayList<>(List.of(stays, goes));
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), watched)) {
            armwatch.start();
            watched.forEach(id -> armwatch.reader().await("resource.discovered", id));
            armwatch.stop();

            watched.remove(goes);
            armwatch.start();
            armwatch.reader().await("resource.unwatched", goes);
            armwatch.news("maps-keys", TestResources.SUBSCRIPTION);
            assertThat(armwatch.reader().known(KnownStateCheck.key(goes))).isEmpty();
            armwatch.stop();

            armwatch.start();
            armwatch.news("maps-keys", TestResources.SUBSCRIPTION);
            assertThat(armwatch.reader().typesTold(goes)).containsExactly("resource.discovered", "resource.unwatched");
            assertThat(armwatch.reader().typesTold(stays)).containsExactly("resource.discovered");
            assertThat(armwatch.reader().known(KnownStateCheck.key(stays))).isPresent();
        }
    }

    @Test
    void what_is_put_back_before_the_confirmations_is_not_reported() {
        List<String> watched = new ArrayList<>(List.of(stays, goes));
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch =
                        new ArmwatchFixture(azure.uri(), watched).with("armwatch.missing.confirmations", "10")) {
            armwatch.start();
            watched.forEach(id -> armwatch.reader().await("resource.discovered", id));
            armwatch.stop();

            watched.remove(goes);
            armwatch.start();
            armwatch.news("maps-keys", TestResources.SUBSCRIPTION);
            armwatch.stop();

            watched.add(goes);
            armwatch.start();
            armwatch.news("maps-keys", TestResources.SUBSCRIPTION);
            assertThat(armwatch.reader().typesTold(goes)).containsExactly("resource.discovered");
            assertThat(armwatch.reader().known(KnownStateCheck.key(goes))).isPresent();
        }
    }

    @Test
    void after_a_restart_the_last_complete_scan_is_the_last_successful_poll() {
        String scope = TestResources.GROUP + "/providers/Microsoft.Maps/accounts/*";
        try (SimulatedAzure azure = SimulatedAzure.with(resources);
                ArmwatchFixture armwatch = new ArmwatchFixture(azure.uri(), List.of(scope))) {
            armwatch.start();
            armwatch.reader().await("resource.discovered", stays);
            armwatch.reader().await("resource.discovered", goes);
            ReceivedEvent complete = armwatch.scanned("maps-keys", scope);
            armwatch.processedEvents();
            armwatch.stop();

            azure.call("POST", stays + "/regenerateKey", "{\"keyType\":\"primary\"}");
            azure.call("DELETE", goes, "");
            armwatch.start();
            for (ReceivedEvent event : List.of(
                    armwatch.reader().await("key.rotated", stays),
                    armwatch.reader().await("resource.deleted", goes))) {
                assertThat(Instant.parse(event.data("previouslyObservedAt")))
                        .as("%s", event)
                        .isAfterOrEqualTo(Instant.parse(complete.data("startedAt")))
                        .isBefore(Instant.parse(event.data("observedAt")));
            }
        }
    }
}
