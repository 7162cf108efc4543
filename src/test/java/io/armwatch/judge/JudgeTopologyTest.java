package io.armwatch.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Reason;
import io.armwatch.change.Target;
import io.armwatch.judge.Bench.Told;
import io.armwatch.source.Example;
import io.armwatch.source.Watched;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTopologyTest {
    private static final String GROUP =
            "/subscriptions/6B1C0F3E-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/Rg1/providers/";
    private static final String MAPS = GROUP + "Microsoft.Maps/accounts/myMapsAccount";
    private static final String MAPS_KEY = MAPS.toLowerCase(Locale.ROOT);
    private static final String APIM =
            GROUP + "Microsoft.ApiManagement/service/apimService1/subscriptions/5931a769d8d14f0ad8ce13b8";
    private static final Watched KEYS = Watched.of("maps-keys", MAPS);
    private static final Watched BATCH =
            Watched.of("batch-account", GROUP + "Microsoft.Batch/batchAccounts/sampleacct");
    private static final Watched CERTIFICATE = Watched.of(
            "batch-certificate",
            GROUP
                    + "Microsoft.Batch/batchAccounts/sampleacct/certificates/sha1-0a0e4f50d51beadeac1d35afc5116098e7902e6e");
    private static final Watched SUBSCRIPTION = Watched.of("apim-subscription", APIM);
    private static final Watched SECRETS = Watched.of("apim-subscription/listsecrets", APIM);
    private static final ObjectNode TWO_KEYS = Example.body("maps-keys/maps-account-list-keys.json");
    private static final ObjectNode ROTATED = Example.with(TWO_KEYS, "/primaryKey", "another");
    private static final ObjectNode ACCOUNT = Example.body("batch-account/batch-account-get.json");
    private static final ObjectNode HEALTHY = Example.body("batch-certificate/batch-certificate-get.json");
    private static final ObjectNode FAILED =
            Example.body("batch-certificate/batch-certificate-get-deletion-error.json");
    private static final ObjectNode CONTRACT = Example.body("apim-subscription/apim-subscription-get.json");
    private static final ObjectNode PAIR = Example.body("apim-subscription/apim-subscription-list-secrets.json");

    private Bench bench = Bench.structured();

    @AfterEach
    void close() {
        bench.close();
    }

    private void known(Watched resource, JsonNode body) throws Exception {
        bench.send(bench.seen(resource, body));
        bench.events();
        bench.states();
    }

    /** Two answers about a resource, and each event that the second gives after the first, with its topic. */
    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(KEYS, TWO_KEYS, ROTATED, Map.of("key.rotated", "azure.key-rotations")),
                Arguments.of(
                        SECRETS,
                        PAIR,
                        Example.with(PAIR, "/secondaryKey", "another"),
                        Map.of("key.rotated", "azure.key-rotations")),
                Arguments.of(
                        BATCH,
                        ACCOUNT,
                        Example.with(ACCOUNT, "/properties/autoStorage/lastKeySync", "2026-11-21T09:59:59Z"),
                        Map.of("key.synchronized", "azure.key-rotations")),
                Arguments.of(
                        BATCH,
                        ACCOUNT,
                        Example.with(ACCOUNT, "/properties/encryption", Map.of("keySource", "Microsoft.KeyVault")),
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
                        Example.with(CONTRACT, "/properties/state", "suspended"),
                        Map.of("subscription.state-changed", "azure.subscription-states")),
                Arguments.of(
                        BATCH,
                        ACCOUNT,
                        Example.with(ACCOUNT, "/properties/poolQuota", 21),
                        Map.of("resource.changed", "azure.resource-changes")));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void each_event_goes_to_its_topic_keyed_by_its_resource(
            Watched resource, JsonNode before, JsonNode after, Map<String, String> topics) throws Exception {
        known(resource, before);

        List<Told> events = bench.send(bench.seen(resource, after)).events();

        assertThat(events).extracting(Told::type).containsExactlyInAnyOrderElementsOf(topics.keySet());
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
                .extracting(Told::type)
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
                .extracting(Told::type)
                .containsExactly("poll.failed", "poll.recovered");
    }

    private static Headers secret() {
        return new RecordHeaders()
                .add("Authorization", "Bearer secret".getBytes(UTF_8))
                .add("CamelHttpPath", "/".getBytes(UTF_8));
    }

    @Test
    void a_structured_event_has_the_content_type_as_its_only_header() throws Exception {
        Observation seen = bench.seen(KEYS, TWO_KEYS);

        List<Told> events = bench.send(MAPS_KEY, Json.write(seen), secret()).events();

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.headers()).containsOnlyKeys("content-type");
            assertThat(event.headers().get("content-type")).startsWith("application/cloudevents+json");
        });
    }

    @Test
    void a_binary_event_has_cloudevents_headers_and_no_other() throws Exception {
        bench.close();
        bench = new Bench(true, 1);
        Observation seen = bench.seen(KEYS, TWO_KEYS);

        List<Told> events = bench.send(MAPS_KEY, Json.write(seen), secret()).events();

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
                    .containsEntry("ce_source", MAPS)
                    .containsEntry("ce_subject", "myMapsAccount")
                    .containsEntry("ce_partitionkey", MAPS_KEY)
                    .containsEntry("content-type", "application/json");
            assertThat(event.json().get("resourceId").textValue()).isEqualTo(MAPS);
        });
    }

    @Test
    void a_known_state_is_published_to_the_letter() throws Exception {
        Observation seen = bench.seen(KEYS, TWO_KEYS);

        List<Told> states = bench.send(MAPS_KEY, Json.write(seen), secret()).states();

        assertThat(states).singleElement().satisfies(state -> {
            assertThat(state.key()).isEqualTo(MAPS_KEY);
            assertThat(state.headers()).isEmpty();
            assertThat(state.value())
                    .isEqualTo("{\"resourceId\":\"" + MAPS
                            + "\",\"resourceType\":\"Microsoft.Maps/accounts\",\"source\":\"maps-keys\",\"revision\":1,"
                            + "\"observedAt\":\"2026-11-21T10:00:00Z\",\"state\":" + KEYS.state(TWO_KEYS) + "}");
        });
    }

    @Test
    void a_known_state_holds_no_key_value() throws Exception {
        bench.send(bench.seen(KEYS, Example.with(TWO_KEYS, "/primaryKey", "pRiMaRy")));

        assertThat(bench.states().get(0).value()).doesNotContain("pRiMaRy");
    }

    @Test
    void a_second_view_of_a_resource_has_a_state_of_its_own() throws Exception {
        bench.send(bench.seen(SUBSCRIPTION, CONTRACT)).send(bench.seen(SECRETS, PAIR));

        String key = APIM.toLowerCase(Locale.ROOT);
        assertThat(bench.states()).extracting(Told::key).containsExactly(key, key + "/listsecrets");
        assertThat(bench.events()).extracting(Told::type).containsExactly("resource.discovered");
    }

    @Test
    void a_deletion_leaves_a_tombstone() throws Exception {
        known(KEYS, TWO_KEYS);

        List<Told> states = bench.send(bench.absent(KEYS)).states();

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
        known(KEYS, TWO_KEYS);

        List<Told> states = bench.send(bench.failed(KEYS, Reason.FORBIDDEN)).states();

        assertThat(states).singleElement().satisfies(state -> {
            assertThat(state.json().get("revision").longValue()).isEqualTo(2);
            assertThat(state.json().get("state")).isEqualTo(KEYS.state(TWO_KEYS));
        });
    }

    @Test
    void a_repeated_observation_is_judged_once() throws Exception {
        known(KEYS, TWO_KEYS);
        Observation rotation = bench.seen(KEYS, ROTATED);

        bench.send(rotation).send(rotation);

        assertThat(bench.events()).extracting(Told::type).containsExactly("key.rotated");
        assertThat(bench.states()).hasSize(1);
        assertThat(bench.count("stale")).isEqualTo(1);
    }

    @Test
    void a_slow_answer_never_turns_a_state_back() throws Exception {
        known(KEYS, TWO_KEYS);
        Observation slow = bench.seen(KEYS, TWO_KEYS);
        Observation quick = bench.seen(KEYS, ROTATED);

        bench.send(quick).send(slow);

        assertThat(bench.events()).extracting(Told::type).containsExactly("key.rotated");
        assertThat(bench.known(MAPS_KEY)).flatMap(KnownState::state).contains(KEYS.state(ROTATED));
    }

    @Test
    void an_observation_of_something_unknown_that_claims_a_revision_is_stale() throws Exception {
        Target target = Bench.target(KEYS);

        bench.send(new Seen(target, 3, Bench.START, KEYS.state(TWO_KEYS), Optional.empty(), 0));

        assertThat(bench.events()).isEmpty();
        assertThat(bench.count("stale")).isEqualTo(1);
    }

    @Test
    void what_is_known_already_changes_nothing() throws Exception {
        known(KEYS, TWO_KEYS);

        bench.send(bench.seen(KEYS, TWO_KEYS));

        assertThat(bench.events()).isEmpty();
        assertThat(bench.states()).isEmpty();
        assertThat(bench.known(MAPS_KEY)).map(KnownState::revision).contains(1L);
        assertThat(bench.count("nothing")).isEqualTo(1);
    }

    static Stream<Arguments> garbage() {
        String seen = "{\"kind\":\"seen\",\"target\":{\"source\":\"SOURCE\",\"id\":\"" + MAPS
                + "\",\"suffix\":\"\"},\"basedOn\":0,\"observedAt\":\"2026-11-21T10:00:00Z\",\"state\":STATE}";
        String noState = seen.replace(",\"state\":STATE", "").replace("SOURCE", "maps-keys");
        return Stream.of(
                Arguments.of("no value", MAPS_KEY, null),
                Arguments.of("an empty value", MAPS_KEY, ""),
                Arguments.of("not JSON", MAPS_KEY, "<html>"),
                Arguments.of("JSON null", MAPS_KEY, "null"),
                Arguments.of("an unknown kind", MAPS_KEY, "{\"kind\":\"dreamt\"}"),
                Arguments.of("no target", MAPS_KEY, "{\"kind\":\"seen\"}"),
                Arguments.of("no state", MAPS_KEY, noState),
                Arguments.of(
                        "an unknown source",
                        MAPS_KEY,
                        seen.replace("SOURCE", "storage").replace("STATE", "{}")),
                Arguments.of("no key", null, seen.replace("SOURCE", "maps-keys").replace("STATE", "{}")),
                Arguments.of(
                        "another's key",
                        "/subscriptions/s",
                        seen.replace("SOURCE", "maps-keys").replace("STATE", "{}")),
                Arguments.of(
                        "a key in another casing",
                        MAPS,
                        seen.replace("SOURCE", "maps-keys").replace("STATE", "{}")),
                Arguments.of(
                        "a state of another kind",
                        MAPS_KEY,
                        seen.replace("SOURCE", "maps-keys").replace("STATE", "{\"primaryKey\":[1]}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("garbage")
    void what_is_no_observation_is_passed_over(String what, @Nullable String key, @Nullable String value)
            throws Exception {
        bench.send(key, value == null ? null : value.getBytes(UTF_8), new RecordHeaders())
                .send(bench.seen(BATCH, ACCOUNT));

        assertThat(bench.count("unreadable")).as(what).isEqualTo(1);
        assertThat(bench.events())
                .extracting(Told::key)
                .containsExactly(BATCH.id().key());
        assertThat(bench.known(MAPS_KEY)).isEmpty();
        assertThat(bench.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.json().get("topic").textValue()).isEqualTo("azure.observations");
            assertThat(letter.json().get("partition").intValue()).isZero();
            assertThat(letter.json().get("offset").longValue()).isZero();
            assertThat(letter.json().get("reason").textValue()).isNotEmpty();
            assertThat(letter.json()).hasSize(4);
        });
    }

    /** Kafka would refuse the record, and the judgement try it for ever. */
    @Test
    void what_would_be_larger_than_kafka_takes_is_a_dead_letter_and_changes_nothing() throws Exception {
        ObjectNode large = ACCOUNT.deepCopy();
        large.putObject("tags").put("note", "x".repeat(Bench.LARGEST_RECORD));
        bench.send(bench.seen(BATCH, large)).send(bench.seen(BATCH, ACCOUNT));

        assertThat(bench.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.json().get("reason").textValue())
                        .contains("larger than Kafka's 100000 bytes"));
        assertThat(bench.events()).extracting(Told::type).containsExactly("resource.discovered");
        assertThat(bench.known(BATCH.id().key()).map(KnownState::revision)).contains(1L);
    }

    @Test
    void what_can_be_judged_is_no_dead_letter() throws Exception {
        bench.send(bench.seen(BATCH, ACCOUNT)).send(bench.absent(BATCH)).send(bench.failed(KEYS, Reason.FORBIDDEN));

        assertThat(bench.deadLetters()).isEmpty();
    }

    /** Written by a version that knows a reason that this one does not. */
    @Test
    void a_known_state_that_cannot_be_read_as_a_whole_hides_no_change() throws Exception {
        known(KEYS, TWO_KEYS);
        String stored = new String(Json.write(bench.known(MAPS_KEY).orElseThrow()), UTF_8);
        bench.store(MAPS_KEY, stored.replaceFirst("}$", ",\"outage\":{\"reason\":\"later\"}}"));

        bench.send(
                new Seen(Bench.target(KEYS), 1, Bench.START.plusSeconds(60), KEYS.state(ROTATED), Optional.empty(), 0));

        assertThat(bench.events()).extracting(Told::type).containsExactly("key.rotated");
        assertThat(bench.known(MAPS_KEY)).map(KnownState::revision).contains(2L);
    }

    /** Were the revision to restart, the discovery would have the id of the first one. */
    @Test
    void a_known_state_that_cannot_be_read_at_all_does_not_block_and_repeats_no_id() throws Exception {
        Observation first = bench.seen(KEYS, TWO_KEYS);
        bench.send(first);
        bench.store(MAPS_KEY, "<html>");
        long revision = 1L << 40;

        bench.send(new Seen(Bench.target(KEYS), revision, Bench.START, KEYS.state(ROTATED), Optional.empty(), 0))
                .send(bench.seen(BATCH, ACCOUNT));

        List<Told> events = bench.events();
        assertThat(events)
                .extracting(Told::key)
                .containsExactly(MAPS_KEY, MAPS_KEY, BATCH.id().key());
        assertThat(events)
                .extracting(event -> event.json().get("id").textValue())
                .doesNotHaveDuplicates();
        assertThat(bench.known(MAPS_KEY)).map(KnownState::revision).contains(revision + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{}", "null"})
    void an_observation_that_knew_nothing_is_stale_where_there_is_a_state_that_cannot_be_read(String stored)
            throws Exception {
        bench.store(MAPS_KEY, stored);

        bench.send(new Seen(Bench.target(KEYS), 0, Bench.START, KEYS.state(TWO_KEYS), Optional.empty(), 0));

        assertThat(bench.events()).isEmpty();
        assertThat(bench.count("stale")).isEqualTo(1);
    }

    /** Written by a version whose record of this source was another one. */
    @Test
    void a_state_that_is_no_record_of_this_version_is_compared_by_its_paths() throws Exception {
        known(BATCH, ACCOUNT);
        KnownState before = bench.known(BATCH.id().key()).orElseThrow();
        ObjectNode other = Example.with(before.state().orElseThrow(), "/properties/poolQuota", "twenty");
        bench.store(
                BATCH.id().key(),
                new String(
                        Json.write(new KnownState(
                                before.target(),
                                1,
                                before.observedAt(),
                                Optional.of(other),
                                false,
                                0,
                                Optional.empty())),
                        UTF_8));

        bench.send(bench.seen(BATCH, ACCOUNT));

        assertThat(bench.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("resource.changed");
            assertThat(event.json().at("/data/changes/0/path").textValue()).isEqualTo("/properties/poolQuota");
        });
    }

    @Test
    void the_casing_of_an_id_makes_no_other_resource() throws Exception {
        known(KEYS, TWO_KEYS);
        Target shouted = new Target("maps-keys", ArmId.of(MAPS.replace("myMaps", "MYMAPS")), "");

        bench.send(new Seen(shouted, 1, Bench.START, KEYS.state(ROTATED), Optional.empty(), 0));

        assertThat(bench.events()).singleElement().satisfies(event -> {
            assertThat(event.key()).isEqualTo(MAPS_KEY);
            assertThat(event.json().get("source").textValue()).endsWith("/MYMAPSAccount");
        });
    }
}
