package io.armwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class LocalStateVersionsTest {
    private final LocalStateVersions versions = new LocalStateVersions();

    @Test
    void changes_after_a_moment_are_distinguished_from_changes_before_it() {
        versions.markChanged("before");
        long moment = versions.now();
        versions.markChanged("after");

        assertThat(versions.hasChangedSince("after", 0, moment)).isTrue();
        assertThat(versions.hasChangedSince("before", 0, moment)).isFalse();
        assertThat(versions.hasChangedSince("never", 0, moment)).isFalse();
    }

    @Test
    void what_changed_again_has_changed_since() {
        versions.markChanged("key");
        long moment = versions.now();
        versions.markChanged("key");

        assertThat(versions.hasChangedSince("key", 0, moment)).isTrue();
        assertThat(versions.hasChangedSince("key", 0, versions.now())).isFalse();
    }

    /** Another process may have changed anything of it meanwhile. */
    @Test
    void everything_in_a_newly_taken_partition_may_have_changed() {
        long moment = versions.now();
        versions.addPartition(
                3,
                new PartitionStates(Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore("states"), Serdes.String(), Serdes.ByteArray())
                        .build()));

        assertThat(versions.hasChangedSince("never", 3, moment)).isTrue();
        assertThat(versions.hasChangedSince("never", 4, moment)).isFalse();
        assertThat(versions.hasChangedSince("never", 3, versions.now())).isFalse();
    }

    @Test
    void only_unused_states_are_forgotten() {
        versions.markChanged("old");
        long moment = versions.now();
        versions.markChanged("new");
        versions.forgetBefore(moment);

        assertThat(versions.hasChangedSince("new", 0, moment)).isTrue();
        assertThat(versions.hasChangedSince("old", 0, moment)).isFalse();
    }
}
