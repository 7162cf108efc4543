package io.armwatch.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void what_changed_after_a_moment_is_told_from_what_did_before() {
        ledger.change("before");
        long moment = ledger.now();
        ledger.change("after");

        assertThat(ledger.changedSince("after", 0, moment)).isTrue();
        assertThat(ledger.changedSince("before", 0, moment)).isFalse();
        assertThat(ledger.changedSince("never", 0, moment)).isFalse();
    }

    @Test
    void what_changed_again_has_changed_since() {
        ledger.change("key");
        long moment = ledger.now();
        ledger.change("key");

        assertThat(ledger.changedSince("key", 0, moment)).isTrue();
        assertThat(ledger.changedSince("key", 0, ledger.now())).isFalse();
    }

    /** Another process may have changed anything of it meanwhile. */
    @Test
    void of_a_partition_that_was_taken_everything_may_have_changed() {
        long moment = ledger.now();
        ledger.take(
                3,
                new Held(Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore("states"), Serdes.String(), Serdes.ByteArray())
                        .build()));

        assertThat(ledger.changedSince("never", 3, moment)).isTrue();
        assertThat(ledger.changedSince("never", 4, moment)).isFalse();
        assertThat(ledger.changedSince("never", 3, ledger.now())).isFalse();
    }

    @Test
    void what_is_forgotten_is_what_nobody_asks_about() {
        ledger.change("old");
        long moment = ledger.now();
        ledger.change("new");
        ledger.forgetBefore(moment);

        assertThat(ledger.changedSince("new", 0, moment)).isTrue();
        assertThat(ledger.changedSince("old", 0, moment)).isFalse();
    }
}
