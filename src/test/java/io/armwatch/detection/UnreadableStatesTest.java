package io.armwatch.detection;

import static io.armwatch.detection.DetectionExamples.ACCOUNT;
import static io.armwatch.detection.DetectionExamples.BATCH;
import static io.armwatch.detection.DetectionExamples.KEYS;
import static io.armwatch.detection.DetectionExamples.MAPS_KEY;
import static io.armwatch.detection.DetectionExamples.ROTATED;
import static io.armwatch.detection.DetectionExamples.TWO_KEYS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Seen;
import io.armwatch.detection.TopologyFixture.OutputRecord;
import io.armwatch.source.OfficialExample;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableStatesTest {
    private final TopologyFixture bench = TopologyFixture.structured();

    @AfterEach
    void close() {
        bench.close();
    }

    /** Written by a version that knows a reason that this one does not. */
    @Test
    void a_known_state_that_cannot_be_read_as_a_whole_hides_no_change() throws Exception {
        bench.knows(KEYS, TWO_KEYS);
        String stored = new String(Json.write(bench.known(MAPS_KEY).orElseThrow()), UTF_8);
        bench.store(MAPS_KEY, stored.replaceFirst("}$", ",\"outage\":{\"reason\":\"later\"}}"));

        bench.send(new Seen(
                TopologyFixture.target(KEYS),
                1,
                TopologyFixture.START.plusSeconds(60),
                KEYS.state(ROTATED),
                Optional.empty(),
                0));

        assertThat(bench.events()).extracting(OutputRecord::type).containsExactly("key.rotated");
        assertThat(bench.known(MAPS_KEY)).map(KnownState::revision).contains(2L);
    }

    /** Were the revision to restart, the discovery would have the id of the first one. */
    @Test
    void a_known_state_that_cannot_be_read_at_all_does_not_block_and_repeats_no_id() throws Exception {
        Observation first = bench.seen(KEYS, TWO_KEYS);
        bench.send(first);
        bench.store(MAPS_KEY, "<html>");
        long revision = 1L << 40;

        bench.send(new Seen(
                        TopologyFixture.target(KEYS),
                        revision,
                        TopologyFixture.START,
                        KEYS.state(ROTATED),
                        Optional.empty(),
                        0))
                .send(bench.seen(BATCH, ACCOUNT));

        List<OutputRecord> events = bench.events();
        assertThat(events)
                .extracting(OutputRecord::key)
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

        bench.send(new Seen(
                TopologyFixture.target(KEYS), 0, TopologyFixture.START, KEYS.state(TWO_KEYS), Optional.empty(), 0));

        assertThat(bench.events()).isEmpty();
        assertThat(bench.count("stale")).isEqualTo(1);
    }

    /** Written by a version whose record of this source was another one. */
    @Test
    void a_state_that_is_no_record_of_this_version_is_compared_by_its_paths() throws Exception {
        bench.knows(BATCH, ACCOUNT);
        KnownState before = bench.known(BATCH.id().key()).orElseThrow();
        ObjectNode other = OfficialExample.with(before.state().orElseThrow(), "/properties/poolQuota", "twenty");
        bench.store(
                BATCH.id().key(),
                new String(
                        Json.write(new KnownState(
                                before.target(),
                                Optional.empty(),
                                1,
                                before.observedAt(),
                                Optional.of(other),
                                false,
                                0,
                                Optional.empty(),
                                List.of())),
                        UTF_8));

        bench.send(bench.seen(BATCH, ACCOUNT));

        assertThat(bench.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("resource.changed");
            assertThat(event.json().at("/data/changes/0/path").textValue()).isEqualTo("/properties/poolQuota");
        });
    }
}
