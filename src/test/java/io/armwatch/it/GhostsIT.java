package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What consumers know and armwatch does not poll any more. */
class GhostsIT {
    private final Resources resources = new Resources();
    private final String stays = resources.maps("stays");
    private final String goes = resources.maps("goes");

    private static void loseState(Rig rig) {
        KafkaFuture<Void> deleted = rig.admin()
                .deleteTopics(List.of(rig.name() + "-known-states-changelog"))
                .all();
        Rig.get(deleted);
    }

    private static long count(Rig rig, String type, String id) {
        return rig.reader().typesTold(id).stream().filter(type::equals).count();
    }

    @Test
    void what_is_deleted_while_the_state_is_lost_is_reported_once_and_no_id_comes_twice() {
        String named = resources.batch("named");
        try (Azure azure = Azure.with(resources);
                Rig rig = new Rig(
                        azure.uri(), List.of(Resources.GROUP + "/providers/Microsoft.Maps/accounts/*", named))) {
            rig.start();
            List.of(stays, goes, named).forEach(id -> rig.reader().await("resource.discovered", id));
            rig.stop();

            loseState(rig);
            azure.call("DELETE", goes, "");
            azure.call("DELETE", named, "");
            azure.call("POST", stays + "/regenerateKey", "{\"keyType\":\"primary\"}");
            rig.start();
            rig.reader().await("resource.deleted", goes);
            rig.reader().await("resource.deleted", named);
            azure.call("POST", stays + "/regenerateKey", "{\"keyType\":\"primary\"}");
            rig.reader().await("key.rotated", stays);
            rig.news("maps-keys", Resources.GROUP + "/providers/Microsoft.Maps/accounts/*");
            for (String id : List.of(goes, named)) {
                assertThat(count(rig, "resource.deleted", id)).isEqualTo(1);
                assertThat(rig.reader().known(KnownState.key(id))).isEmpty();
            }
            rig.stop();

            loseState(rig);
            rig.start();
            Awaitility.await("discovered once more")
                    .pollInSameThread()
                    .until(() -> count(rig, "resource.discovered", stays) == 3);
            azure.call("POST", stays + "/regenerateKey", "{\"keyType\":\"primary\"}");
            Awaitility.await("rotated once more").pollInSameThread().until(() -> count(rig, "key.rotated", stays) == 2);
            List<String> ids =
                    rig.judged().stream().map(each -> each.attribute("id")).toList();
            assertThat(ids).doesNotHaveDuplicates();
            assertThat(count(rig, "resource.deleted", goes)).isEqualTo(1);
        }
    }

    @Test
    void what_is_taken_out_of_the_watch_file_is_reported_once_and_its_row_goes() {
        List<String> watched = new ArrayList<>(List.of(stays, goes));
        try (Azure azure = Azure.with(resources);
                Rig rig = new Rig(azure.uri(), watched)) {
            rig.start();
            watched.forEach(id -> rig.reader().await("resource.discovered", id));
            rig.stop();

            watched.remove(goes);
            rig.start();
            rig.reader().await("resource.unwatched", goes);
            rig.news("maps-keys", Resources.SUBSCRIPTION);
            assertThat(rig.reader().known(KnownState.key(goes))).isEmpty();
            rig.stop();

            rig.start();
            rig.news("maps-keys", Resources.SUBSCRIPTION);
            assertThat(rig.reader().typesTold(goes)).containsExactly("resource.discovered", "resource.unwatched");
            assertThat(rig.reader().typesTold(stays)).containsExactly("resource.discovered");
            assertThat(rig.reader().known(KnownState.key(stays))).isPresent();
        }
    }

    @Test
    void what_is_put_back_before_the_confirmations_is_not_reported() {
        List<String> watched = new ArrayList<>(List.of(stays, goes));
        try (Azure azure = Azure.with(resources);
                Rig rig = new Rig(azure.uri(), watched).with("armwatch.missing.confirmations", "10")) {
            rig.start();
            watched.forEach(id -> rig.reader().await("resource.discovered", id));
            rig.stop();

            watched.remove(goes);
            rig.start();
            rig.news("maps-keys", Resources.SUBSCRIPTION);
            rig.stop();

            watched.add(goes);
            rig.start();
            rig.news("maps-keys", Resources.SUBSCRIPTION);
            assertThat(rig.reader().typesTold(goes)).containsExactly("resource.discovered");
            assertThat(rig.reader().known(KnownState.key(goes))).isPresent();
        }
    }

    @Test
    void after_a_restart_the_last_complete_scan_is_the_last_successful_poll() {
        String scope = Resources.GROUP + "/providers/Microsoft.Maps/accounts/*";
        try (Azure azure = Azure.with(resources);
                Rig rig = new Rig(azure.uri(), List.of(scope))) {
            rig.start();
            rig.reader().await("resource.discovered", stays);
            rig.reader().await("resource.discovered", goes);
            Told complete = rig.scanned("maps-keys", scope);
            rig.judged();
            rig.stop();

            azure.call("POST", stays + "/regenerateKey", "{\"keyType\":\"primary\"}");
            azure.call("DELETE", goes, "");
            rig.start();
            for (Told event : List.of(
                    rig.reader().await("key.rotated", stays), rig.reader().await("resource.deleted", goes))) {
                assertThat(Instant.parse(event.data("previouslyObservedAt")))
                        .as("%s", event)
                        .isAfterOrEqualTo(Instant.parse(complete.data("startedAt")))
                        .isBefore(Instant.parse(event.data("observedAt")));
            }
        }
    }
}
