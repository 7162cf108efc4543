package io.armwatch.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoringTest {
    private static final TopicPartition ONE = new TopicPartition("changelog", 0);
    private static final TopicPartition TWO = new TopicPartition("changelog", 1);

    private final AtomicLong now = new AtomicLong();
    private final Restoring restoring = new Restoring(now::get);

    /** There are fewer records than offsets: transactions end with a marker, and compaction leaves holes. */
    @Test
    void what_is_restored_of_all_partitions_is_told() {
        restoring.onRestoreStart(ONE, "known-states", 100, 1100);
        restoring.onRestoreStart(TWO, "known-states", 0, 500);
        restoring.onBatchRestored(ONE, "known-states", 399, 17);
        restoring.onRestoreEnd(TWO, "known-states", 480);

        assertThat(restoring.text()).contains("what is known is being restored: 800 of 1500 offsets");
    }

    @Test
    void where_nothing_is_restored_there_is_nothing_to_tell() {
        assertThat(restoring.text()).isEmpty();
        restoring.onRestoreStart(ONE, "known-states", 0, 10);
        restoring.end();

        assertThat(restoring.text()).isEmpty();
    }
}
