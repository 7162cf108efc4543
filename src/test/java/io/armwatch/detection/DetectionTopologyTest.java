package io.armwatch.detection;

import static io.armwatch.detection.DetectionExamples.ACCOUNT;
import static io.armwatch.detection.DetectionExamples.BATCH;
import static io.armwatch.detection.DetectionExamples.CERTIFICATE;
import static io.armwatch.detection.DetectionExamples.CONTRACT;
import static io.armwatch.detection.DetectionExamples.FAILED;
import static io.armwatch.detection.DetectionExamples.HEALTHY;
import static io.armwatch.detection.DetectionExamples.KEYS;
import static io.armwatch.detection.DetectionExamples.MAPS;
import static io.armwatch.detection.DetectionExamples.MAPS_KEY;
import static io.armwatch.detection.DetectionExamples.PAIR;
import static io.armwatch.detection.DetectionExamples.ROTATED;
import static io.armwatch.detection.DetectionExamples.SECRETS;
import static io.armwatch.detection.DetectionExamples.SUBSCRIPTION;
import static io.armwatch.detection.DetectionExamples.TWO_KEYS;
import static io.armwatch.detection.DetectionExamples.secret;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.detection.TopologyFixture.OutputRecord;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DetectionTopologyTest {
    private TopologyFixture bench = TopologyFixture.structured();

    @AfterEach
    void close() {
        bench.close();
    }

    /** Two answers about a resource, and each event that the second gives after the first, with its topic. */
    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(KEYS, TWO_KEYS, ROTATED, Map.of("key.rotated", "azure.key-rotations")),
                Arguments.of(
                        SECRETS,
                        PAIR,
                        OfficialExample.with(PAIR, "/secondaryKey", "another"),
                        Map.of("key.rotated", "azure.key-rotations")),
                Arguments.of(
                        BATCH,
                        ACCOUNT,
                        OfficialExample.with(ACCOUNT, "/properties/autoStorage/lastKeySync", "2026-11-21T09:59:59Z"),
                        Map.of("key.synchronized", "azure.key-rotations")),
                Arguments.of(
                        BATCH,
                        ACCOUNT,
                        OfficialExample.with(
                                ACCOUNT, "/properties/encryption", Map.of("keySource", "Microsoft.KeyVault")),
                        Map.of("encryption-key.changed", "azure.key-rotations")),
                Arguments.of(
                        CERTIFICATE,
                        HEALTHY,
                        FAILED,
                        Map.of("certificate.deletion-failed", "azure.certificate-failures")),
                Arguments.of(
                        CERTIFICATE, FAILED, HEALTHY, Map.of("certificate.recovered", "azure.certificate-failures")),
                Arguments.of(
                        SUBSCRIPTION,
                        CONTRACT,
                        OfficialExample.with(CONTRACT, "/properties/state", "suspended"),
                        Map.of("subscription.state-changed", "azure.subscription-states")),
                Arguments.of(
                        BATCH,
                        ACCOUNT,
                        OfficialExample.with(ACCOUNT, "/properties/poolQuota", 21),
                        Map.of("resource.changed", "azure.resource-changes")));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void each_event_goes_to_its_topic_keyed_by_its_resource(
            PolledResource resource, JsonNode before, JsonNode after, Map<String, String> topics) throws Exception {
        bench.knows(resource, before);

        List<OutputRecord> events = bench.send(bench.seen(resource, after)).events();

        assertThat(events).extracting(OutputRecord::type).containsExactlyInAnyOrderElementsOf(topics.keySet());
        assertThat(events).allSatisfy(event -> {
            assertThat(event.topic()).isEqualTo(topics.get(event.type()));
            assertThat(event.key()).isEqualTo(resource.id().key());
            assertThat(event.json().path("partitionkey").textValue()).isEqualTo(event.key());
        });
    }

    @Test
    void discovery_deletion_and_return_are_resource_changes_with_rising_revisions() throws Exception {
        bench.send(bench.seen(KEYS, TWO_KEYS)).send(bench.absent(KEYS)).send(bench.seen(KEYS, TWO_KEYS));

        assertThat(bench.events())
                .allSatisfy(event -> assertThat(event.topic()).isEqualTo("azure.resource-changes"))
                .extracting(OutputRecord::type)
                .containsExactly("resource.discovered", "resource.deleted", "resource.discovered");
        assertThat(bench.known(MAPS_KEY).orElseThrow().revision()).isEqualTo(3);
    }

    @Test
    void no_two_events_of_a_resource_have_the_same_id() throws Exception {
        bench.send(bench.seen(KEYS, TWO_KEYS)).send(bench.absent(KEYS)).send(bench.seen(KEYS, TWO_KEYS));

        assertThat(bench.events())
                .extracting(event -> event.json().get("id").textValue())
                .doesNotHaveDuplicates();
    }

    @Test
    void failing_and_recovered_polls_go_to_the_polling_topic() throws Exception {
        bench.send(bench.failed(KEYS, Reason.FORBIDDEN)).send(bench.seen(KEYS, TWO_KEYS));

        assertThat(bench.events())
                .filteredOn(event -> event.topic().equals("azure.polling"))
                .allSatisfy(event -> assertThat(event.key()).isEqualTo(MAPS_KEY))
                .extracting(OutputRecord::type)
                .containsExactly("poll.failed", "poll.recovered");
    }

    @Test
    void a_structured_event_has_the_content_type_as_its_only_header() throws Exception {
        Observation seen = bench.seen(KEYS, TWO_KEYS);

        List<OutputRecord> events =
                bench.send(MAPS_KEY, Json.write(seen), secret()).events();

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.headers()).containsOnlyKeys("content-type");
            assertThat(event.headers().get("content-type")).startsWith("application/cloudevents+json");
        });
    }

    @Test
    void a_binary_event_has_cloudevents_headers_and_no_other() throws Exception {
        bench.close();
        bench = new TopologyFixture(true, 1);
        Observation seen = bench.seen(KEYS, TWO_KEYS);

        List<OutputRecord> events =
                bench.send(MAPS_KEY, Json.write(seen), secret()).events();

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.headers())
                    .containsOnlyKeys(
                            "ce_specversion",
                            "ce_id",
                            "ce_source",
                            "ce_type",
                            "ce_subject",
                            "ce_time",
                            "ce_dataschema",
                            "ce_partitionkey",
                            "content-type")
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("ce_type", "io.armwatch.resource.discovered.v1")
                    .containsEntry("ce_source", MAPS_KEY)
                    .containsEntry("ce_subject", "myMapsAccount")
                    .containsEntry("ce_partitionkey", MAPS_KEY)
                    .containsEntry("content-type", "application/json");
            assertThat(event.json().get("resourceId").textValue()).isEqualTo(MAPS);
        });
    }

    @Test
    void a_repeated_observation_is_accepted_once() throws Exception {
        bench.knows(KEYS, TWO_KEYS);
        Observation rotation = bench.seen(KEYS, ROTATED);

        bench.send(rotation).send(rotation);

        assertThat(bench.events()).extracting(OutputRecord::type).containsExactly("key.rotated");
        assertThat(bench.states()).hasSize(1);
        assertThat(bench.count("stale")).isEqualTo(1);
    }

    @Test
    void a_slow_answer_never_reverts_a_state() throws Exception {
        bench.knows(KEYS, TWO_KEYS);
        Observation slow = bench.seen(KEYS, TWO_KEYS);
        Observation quick = bench.seen(KEYS, ROTATED);

        bench.send(quick).send(slow);

        assertThat(bench.events()).extracting(OutputRecord::type).containsExactly("key.rotated");
        assertThat(bench.known(MAPS_KEY)).flatMap(KnownState::state).contains(KEYS.state(ROTATED));
    }

    @Test
    void an_observation_of_something_unknown_that_claims_a_revision_is_stale() throws Exception {
        Target target = TopologyFixture.target(KEYS);

        bench.send(new Seen(target, 3, TopologyFixture.START, KEYS.state(TWO_KEYS), Optional.empty(), 0));

        assertThat(bench.events()).isEmpty();
        assertThat(bench.count("stale")).isEqualTo(1);
    }

    @Test
    void what_is_known_already_changes_nothing() throws Exception {
        bench.knows(KEYS, TWO_KEYS);

        bench.send(bench.seen(KEYS, TWO_KEYS));

        assertThat(bench.events()).isEmpty();
        assertThat(bench.states()).isEmpty();
        assertThat(bench.known(MAPS_KEY)).map(KnownState::revision).contains(1L);
        assertThat(bench.count("unchanged")).isEqualTo(1);
    }

    /** Seven spellings of one id were seen in Azure's answers. */
    @Test
    void however_an_id_is_cased_a_resource_has_one_name_in_all_its_events() throws Exception {
        bench.knows(KEYS, TWO_KEYS);
        List<String> spellings = List.of(
                MAPS.toUpperCase(Locale.ROOT).replace("/SUBSCRIPTIONS/", "/subscriptions/"),
                MAPS.toLowerCase(Locale.ROOT),
                MAPS.replace("myMaps", "MYMAPS"),
                MAPS.replace("resourceGroups", "resourcegroups"),
                MAPS.replace("Microsoft.Maps", "microsoft.maps"),
                MAPS.replace("/subscriptions/", "/Subscriptions/"),
                MAPS.replace("Rg1", "RG1"));
        for (int i = 0; i < spellings.size(); i++) {
            Target spelt = new Target("maps-keys", ArmId.of(spellings.get(i)), "");
            JsonNode state = KEYS.state(i % 2 == 0 ? ROTATED : TWO_KEYS);
            bench.send(new Seen(spelt, i + 1, TopologyFixture.START, state, Optional.empty(), 0));
        }

        assertThat(bench.events()).hasSize(spellings.size()).allSatisfy(event -> {
            assertThat(event.key()).isEqualTo(MAPS_KEY);
            assertThat(event.json().get("source").textValue()).isEqualTo(MAPS_KEY);
            assertThat(event.json().at("/data/resourceId").textValue()).isEqualTo(MAPS);
        });
        assertThat(bench.states())
                .allSatisfy(state ->
                        assertThat(state.json().get("resourceId").textValue()).isEqualTo(MAPS));
    }
}
