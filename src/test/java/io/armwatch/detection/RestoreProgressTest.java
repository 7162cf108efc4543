package io.armwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoreProgressTest {
    private static final TopicPartition ONE = new TopicPartition("changelog", 0);
    private static final TopicPartition TWO = new TopicPartition("changelog", 1);

    private final AtomicLong now = new AtomicLong();
    private final RestoreProgress progress = new RestoreProgress(now::get);

    /** There are fewer records than offsets: transactions end with a marker, and compaction leaves holes. */
    @Test
    void restore_progress_over_all_partitions_is_reported() {
        progress.onRestoreStart(ONE, "known-states", 100, 1100);
        progress.onRestoreStart(TWO, "known-states", 0, 500);
        progress.onBatchRestored(ONE, "known-states", 399, 17);
        progress.onRestoreEnd(TWO, "known-states", 480);

        assertThat(progress.text()).contains("known states are being restored: 800 of 1500 offsets");
    }

    @Test
    void without_a_restore_nothing_is_reported() {
        assertThat(progress.text()).isEmpty();
        progress.onRestoreStart(ONE, "known-states", 0, 10);
        progress.finish();

        assertThat(progress.text()).isEmpty();
    }
}
