package io.armwatch.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.judge.KnownStates.NotHereException;
import io.armwatch.source.Example;
import io.armwatch.source.Watched;
import org.junit.jupiter.api.Test;

class KnownStatesTest {
    private static final ObjectNode BODY = Example.body("batch-account/batch-account-get.json");
    private static final Watched ACCOUNT =
            Watched.of("batch-account", BODY.path("id").textValue());

    @Test
    void what_is_judged_is_known_as_long_as_the_judgement_holds_it() throws Exception {
        KnownStates states;
        try (Bench bench = Bench.structured()) {
            states = bench.states(1);
            assertThat(states.get(ACCOUNT.id(), ACCOUNT.id().key())).isEmpty();
            bench.send(bench.seen(ACCOUNT, BODY));

            byte[] known = states.get(ACCOUNT.id(), ACCOUNT.id().key()).orElseThrow();
            assertThat(states.get(ACCOUNT.id(), ACCOUNT.id().key())).containsSame(known);
            String below = ACCOUNT.id().key().substring(0, ACCOUNT.id().key().lastIndexOf('/'));
            assertThat(states.keys(ArmId.of(below)))
                    .containsExactly(ACCOUNT.id().key());
            assertThat(states.holds(ACCOUNT.id())).isTrue();
        }

        assertThat(states.holds(ACCOUNT.id())).isFalse();
        assertThatExceptionOfType(NotHereException.class)
                .isThrownBy(() -> states.get(ACCOUNT.id(), ACCOUNT.id().key()));
        assertThatExceptionOfType(NotHereException.class).isThrownBy(() -> states.keys(ACCOUNT.id()));
    }

    @Test
    void what_the_store_holds_already_is_known_from_the_beginning() throws Exception {
        String key = ACCOUNT.id().key();
        try (Bench bench = Bench.structured()) {
            bench.send(bench.seen(ACCOUNT, BODY));
            Held restored = bench.restored();

            assertThat(restored.get(key)).isPresent();
            assertThat(restored.keys(key.substring(0, key.length() - 1))).containsExactly(key);
            assertThat(restored.keys(key + "/")).isEmpty();
            restored.clear();
            assertThat(restored.get(key)).isEmpty();
        }
    }

    @Test
    void what_another_process_holds_is_not_known_here() {
        assertThatExceptionOfType(NotHereException.class)
                .isThrownBy(() -> new KnownStates(1, new Ledger())
                        .get(ACCOUNT.id(), ACCOUNT.id().key()));
    }
}
