package io.armwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.detection.KnownStates.NotHereException;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import org.junit.jupiter.api.Test;

class KnownStatesTest {
    private static final ObjectNode BODY = OfficialExample.body("batch-account/batch-account-get.json");
    private static final PolledResource ACCOUNT =
            PolledResource.of("batch-account", BODY.path("id").textValue());

    @Test
    void an_accepted_state_is_known_as_long_as_change_detection_holds_it() throws Exception {
        KnownStates states;
        KnownStates.Cell cell;
        try (TopologyFixture bench = TopologyFixture.structured()) {
            states = bench.states(1);
            assertThat(states.get(ACCOUNT.id(), ACCOUNT.id().key())).isEmpty();
            bench.send(bench.seen(ACCOUNT, BODY));

            cell = states.get(ACCOUNT.id(), ACCOUNT.id().key()).orElseThrow();
            assertThat(cell.state())
                    .isNotNull()
                    .isSameAs(states.get(ACCOUNT.id(), ACCOUNT.id().key())
                            .orElseThrow()
                            .state());
            String below = ACCOUNT.id().key().substring(0, ACCOUNT.id().key().lastIndexOf('/'));
            assertThat(states.keys(ArmId.of(below)))
                    .containsExactly(ACCOUNT.id().key());
            assertThat(states.holds(ACCOUNT.id())).isTrue();
        }

        assertThat(states.holds(ACCOUNT.id())).isFalse();
        assertThat(cell.state()).isNull();
        assertThatExceptionOfType(NotHereException.class)
                .isThrownBy(() -> states.get(ACCOUNT.id(), ACCOUNT.id().key()));
        assertThatExceptionOfType(NotHereException.class).isThrownBy(() -> states.keys(ACCOUNT.id()));
    }

    @Test
    void what_the_store_holds_already_is_known_from_the_beginning() throws Exception {
        String key = ACCOUNT.id().key();
        try (TopologyFixture bench = TopologyFixture.structured()) {
            bench.send(bench.seen(ACCOUNT, BODY));
            PartitionStates restored = bench.restored();

            KnownStates.Cell cell = restored.get(key).orElseThrow();
            assertThat(cell.state()).isNotNull();
            assertThat(restored.keys(key.substring(0, key.length() - 1))).containsExactly(key);
            assertThat(restored.keys(key + "/")).isEmpty();
            restored.clear();
            assertThat(cell.state()).isNull();
            assertThat(restored.get(key)).isEmpty();
        }
    }

    /** Its cells would show for ever what was known then. */
    @Test
    void states_from_before_a_partition_was_retaken_prove_nothing() throws Exception {
        try (TopologyFixture bench = TopologyFixture.structured()) {
            bench.send(bench.seen(ACCOUNT, BODY));
            LocalStateVersions versions = new LocalStateVersions();
            PartitionStates before = bench.restored();
            KnownStates.Cell cell = before.get(ACCOUNT.id().key()).orElseThrow();
            versions.addPartition(3, before);
            assertThat(cell.state()).isNotNull();

            versions.addPartition(3, bench.restored());

            assertThat(cell.state()).isNull();
        }
    }

    @Test
    void what_another_process_holds_is_not_known_here() {
        assertThatExceptionOfType(NotHereException.class)
                .isThrownBy(() -> new KnownStates(1, new LocalStateVersions())
                        .get(ACCOUNT.id(), ACCOUNT.id().key()));
    }
}
