package io.armwatch.simulator.estate;

import static io.armwatch.simulator.SimulatorClient.APIM_VERSION;
import static io.armwatch.simulator.SimulatorClient.BATCH;
import static io.armwatch.simulator.SimulatorClient.BATCH_VERSION;
import static io.armwatch.simulator.SimulatorClient.MAPS;
import static io.armwatch.simulator.SimulatorClient.MAPS_VERSION;
import static io.armwatch.simulator.SimulatorClient.SERVICE;
import static io.armwatch.simulator.SimulatorClient.SID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.simulator.Simulator;
import io.armwatch.simulator.SimulatorClient;
import io.armwatch.simulator.SimulatorClient.Reply;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.1234567Z");
    private final Simulator simulator = Simulator.start(
            SimulatorOptions.builder().clock(Clock.fixed(NOW, ZoneOffset.UTC)).build());
    private final SimulatorClient client = new SimulatorClient(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void a_rotated_maps_key_is_new_and_dated_and_the_other_one_stays() {
        JsonNode before = client.post(MAPS + "/listKeys" + MAPS_VERSION, "").json();
        client.post(MAPS + "/regenerateKey" + MAPS_VERSION, "{\"keyType\":\"primary\"}");
        JsonNode after = client.post(MAPS + "/listKeys" + MAPS_VERSION, "").json();
        assertThat(after.get("primaryKey")).isNotEqualTo(before.get("primaryKey"));
        assertThat(after.get("primaryKeyLastUpdated").asText()).isEqualTo("2026-11-21T10:00:00.1234567Z");
        assertThat(after.get("secondaryKey")).isEqualTo(before.get("secondaryKey"));
        assertThat(after.get("secondaryKeyLastUpdated")).isEqualTo(before.get("secondaryKeyLastUpdated"));
        assertThat(simulator.secrets())
                .contains(
                        before.get("primaryKey").asText(),
                        after.get("primaryKey").asText());
    }

    @Test
    void synchronised_keys_move_the_instant_of_the_last_sync() {
        client.post(BATCH + "/synchronizeAutoStorageKeys" + BATCH_VERSION, "");
        Reply account = client.get(BATCH + BATCH_VERSION);
        assertThat(account.property("autoStorage").get("lastKeySync").asText())
                .isEqualTo("2026-11-21T10:00:00.1234567Z");
    }

    @Test
    void a_patched_state_changes_the_subscription_and_its_etag() {
        String etag = client.get(SID + APIM_VERSION).header("ETag");
        client.patch(SID + APIM_VERSION, "{\"properties\":{\"state\":\"active\"}}");
        Reply after = client.get(SID + APIM_VERSION, "If-None-Match", etag);
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.property("state").asText()).isEqualTo("active");
        assertThat(after.property("startDate").asText()).isEqualTo("2026-11-21T10:00:00.123Z");
        assertThat(client.get(SID + APIM_VERSION, "If-None-Match", after.header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void a_regenerated_subscription_key_shows_in_the_etag_and_never_in_get() {
        JsonNode before = client.post(SID + "/listSecrets" + APIM_VERSION, "").json();
        String etag = client.send("HEAD", SID + APIM_VERSION, "").header("ETag");
        client.post(SID + "/regenerateSecondaryKey" + APIM_VERSION, "");
        JsonNode after = client.post(SID + "/listSecrets" + APIM_VERSION, "").json();
        assertThat(after.get("secondaryKey")).isNotEqualTo(before.get("secondaryKey"));
        assertThat(after.get("primaryKey")).isEqualTo(before.get("primaryKey"));
        Reply get = client.get(SID + APIM_VERSION);
        assertThat(get.header("ETag")).isNotEqualTo(etag);
        assertThat(simulator.secrets()).noneMatch(get.http().body()::contains);
    }

    @Test
    void keys_that_are_put_are_kept_secret_and_listed() {
        client.patch(SID + APIM_VERSION, "{\"properties\":{\"primaryKey\":\"chosen-by-me\"}}");
        assertThat(client.post(SID + "/listSecrets" + APIM_VERSION, "")
                        .json()
                        .get("primaryKey")
                        .asText())
                .isEqualTo("chosen-by-me");
        assertThat(client.get(SID + APIM_VERSION).http().body()).doesNotContain("chosen-by-me");
        assertThat(simulator.secrets()).contains("chosen-by-me");
    }

    @Test
    void a_stale_if_match_is_refused() {
        Reply stale = client.send("PATCH", SID + APIM_VERSION, "{\"properties\":{}}", "If-Match", "\"old\"");
        assertThat(stale.status()).isEqualTo(412);
        Reply any = client.send("PATCH", SID + APIM_VERSION, "{\"properties\":{}}", "If-Match", "*");
        assertThat(any.status()).isEqualTo(200);
    }

    @Test
    void the_built_in_subscription_has_no_owner() {
        Reply master = client.get(SERVICE + "/subscriptions/master" + APIM_VERSION);
        assertThat(master.property("ownerId").isMissingNode()).isTrue();
    }

    @Test
    void null_in_a_patch_removes() {
        Reply patched = client.patch(BATCH + BATCH_VERSION, "{\"properties\":{\"autoStorage\":null}}");
        assertThat(patched.property("autoStorage").isMissingNode()).isTrue();
        assertThat(client.post(BATCH + "/synchronizeAutoStorageKeys" + BATCH_VERSION, "")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void calls_are_counted_by_operation() {
        client.get(BATCH + BATCH_VERSION);
        client.get(BATCH + BATCH_VERSION);
        client.post(MAPS + "/listKeys" + MAPS_VERSION, "");
        assertThat(simulator.counts())
                .containsEntry("BatchAccount_Get", 2L)
                .containsEntry("Accounts_ListKeys", 1L)
                .containsEntry("Subscription_Get", 0L);
    }

    @Test
    void listeners_get_requests_until_they_leave() {
        var heard = new CopyOnWriteArrayList<String>();
        var listening = simulator.onRequest(request -> heard.add(request.method() + " " + request.path()));
        client.get(SID + APIM_VERSION);
        listening.close();
        client.get(MAPS + MAPS_VERSION);
        assertThat(heard).containsExactly("GET " + SID);
    }
}
