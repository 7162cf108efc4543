package io.armwatch.detection;

import static io.armwatch.detection.DetectionExamples.APIM;
import static io.armwatch.detection.DetectionExamples.CERTIFICATE;
import static io.armwatch.detection.DetectionExamples.CONTRACT;
import static io.armwatch.detection.DetectionExamples.FAILED;
import static io.armwatch.detection.DetectionExamples.HEALTHY;
import static io.armwatch.detection.DetectionExamples.KEYS;
import static io.armwatch.detection.DetectionExamples.MAPS;
import static io.armwatch.detection.DetectionExamples.MAPS_KEY;
import static io.armwatch.detection.DetectionExamples.PAIR;
import static io.armwatch.detection.DetectionExamples.SECRETS;
import static io.armwatch.detection.DetectionExamples.SUBSCRIPTION;
import static io.armwatch.detection.DetectionExamples.TWO_KEYS;
import static io.armwatch.detection.DetectionExamples.secret;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Reason;
import io.armwatch.detection.TopologyFixture.OutputRecord;
import io.armwatch.event.SchemaChecks;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublicStateTest {
    private static final ObjectNode VERSION_1 = OfficialExample.body("key-vault-key/keyvault-key-get.json");
    private static final PolledResource VAULT_KEY =
            PolledResource.of("key-vault-key", VERSION_1.get("id").textValue());

    private final TopologyFixture bench = TopologyFixture.structured();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void a_known_state_is_published_to_the_letter() throws Exception {
        Observation seen = bench.seen(KEYS, TWO_KEYS);

        List<OutputRecord> states =
                bench.send(MAPS_KEY, Json.write(seen), secret()).states();

        assertThat(states).singleElement().satisfies(state -> {
            assertThat(state.key()).isEqualTo(MAPS_KEY);
            assertThat(state.headers()).isEmpty();
            assertThat(state.value())
                    .isEqualTo("{\"resourceId\":\"" + MAPS
                            + "\",\"resourceType\":\"Microsoft.Maps/accounts\",\"source\":\"maps-keys\",\"endpoint\":null,"
                            + "\"location\":null,\"tags\":null,\"incarnation\":\"2026-11-21T10:00:00Z\",\"revision\":1,"
                            + "\"observedAt\":\"2026-11-21T10:00:00Z\",\"recordVersion\":1,\"open\":[],\"state\":"
                            + KEYS.state(TWO_KEYS) + "}");
            assertThat(SchemaChecks.problems("io.armwatch.known-state.v1.json", state.json()))
                    .isEmpty();
        });
    }

    @Test
    void a_known_state_holds_no_key_value() throws Exception {
        bench.send(bench.seen(KEYS, OfficialExample.with(TWO_KEYS, "/primaryKey", "pRiMaRy")));

        assertThat(bench.states().get(0).value()).doesNotContain("pRiMaRy");
    }

    @Test
    void a_second_view_of_a_resource_has_a_state_of_its_own() throws Exception {
        bench.send(bench.seen(SUBSCRIPTION, CONTRACT)).send(bench.seen(SECRETS, PAIR));

        String key = APIM.toLowerCase(Locale.ROOT);
        List<OutputRecord> states = bench.states();
        assertThat(states).extracting(OutputRecord::key).containsExactly(key, key + "/listsecrets");
        assertThat(states)
                .extracting(state -> state.json().get("endpoint").asText(null))
                .containsExactly(null, "listSecrets");
        List<OutputRecord> events = bench.events();
        assertThat(events).extracting(OutputRecord::type).containsExactly("resource.discovered", "resource.discovered");
        assertThat(events)
                .extracting(event -> event.json().get("subject").textValue())
                .containsExactly(SUBSCRIPTION.id().name(), "listSecrets");
    }

    @Test
    void a_deletion_leaves_a_tombstone() throws Exception {
        bench.knows(KEYS, TWO_KEYS);

        List<OutputRecord> states = bench.send(bench.absent(KEYS)).states();

        assertThat(states).singleElement().satisfies(state -> {
            assertThat(state.key()).isEqualTo(MAPS_KEY);
            assertThat(state.value()).isNull();
        });
    }

    @Test
    void what_never_had_a_state_leaves_no_tombstone() {
        bench.send(bench.failed(KEYS, Reason.FORBIDDEN));

        assertThat(bench.states()).isEmpty();
        assertThat(bench.known(MAPS_KEY)).map(KnownState::revision).contains(1L);
    }

    @Test
    void a_state_that_cannot_be_seen_at_present_stays_published() throws Exception {
        bench.knows(KEYS, TWO_KEYS);

        List<OutputRecord> states =
                bench.send(bench.failed(KEYS, Reason.FORBIDDEN)).states();

        assertThat(states).singleElement().satisfies(state -> {
            assertThat(state.json().get("revision").longValue()).isEqualTo(2);
            assertThat(state.json().get("state")).isEqualTo(KEYS.state(TWO_KEYS));
        });
    }

    @Test
    void a_known_state_holds_what_is_open_from_its_beginning_to_its_end() throws Exception {
        String name = CERTIFICATE.id().name();
        bench.send(bench.seen(CERTIFICATE, FAILED));
        String unreadable = "certificate.unreadable publicData 2026-11-21T10:00:00Z";
        String failed = "certificate.deletion-failed " + name + " 2026-11-21T10:00:00Z";
        assertThat(open()).containsExactly(failed, unreadable);

        bench.advance(Duration.ofHours(1)).send(bench.failed(CERTIFICATE, Reason.FORBIDDEN));
        assertThat(open()).containsExactly("poll.failed " + name + " 2026-11-21T11:01:00Z", failed, unreadable);

        bench.advance(Duration.ofHours(1)).send(bench.seen(CERTIFICATE, HEALTHY));
        assertThat(open()).containsExactly(unreadable);
    }

    @Test
    void a_later_tier_continues_what_is_open_and_a_renewal_begins_anew() throws Exception {
        Instant first = bench.now();
        bench.send(bench.seen(VAULT_KEY, expiring("v1", first.plus(Duration.ofDays(20)))));
        String subject = " " + VAULT_KEY.id().name() + " ";
        assertThat(open()).containsExactly("key.expiring" + subject + first);

        bench.advance(Duration.ofDays(21));
        assertThat(open()).containsExactly("key.expired" + subject + first);

        Instant renewed = bench.now();
        bench.send(bench.seen(VAULT_KEY, expiring("v2", renewed.plus(Duration.ofDays(10)))));
        assertThat(open()).containsExactly("key.expiring" + subject + renewed);
    }

    private static ObjectNode expiring(String version, Instant at) {
        ObjectNode key = OfficialExample.with(
                VERSION_1,
                "/properties/keyUriWithVersion",
                "https://sample-vault.vault.azure.net/keys/sample-key-name/" + version);
        return OfficialExample.with(key, "/properties/attributes/exp", at.getEpochSecond());
    }

    /** What is open in the last record, which is valid by the schema. */
    private List<String> open() {
        List<OutputRecord> states = bench.states();
        OutputRecord last = states.get(states.size() - 1);
        assertThat(SchemaChecks.problems("io.armwatch.known-state.v1.json", last.json()))
                .isEmpty();
        return StreamSupport.stream(last.json().get("open").spliterator(), false)
                .map(each -> each.get("type").textValue().replaceAll("^io\\.armwatch\\.|\\.v1$", "") + " "
                        + each.get("subject").textValue() + " "
                        + each.get("since").textValue())
                .toList();
    }
}
