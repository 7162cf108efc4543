package io.armwatch.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;

class ChangelogTopicTest {
    @Test
    void its_bounds_are_settings_that_kafka_takes() {
        Properties settings = new Properties();
        settings.putAll(ChangelogTopic.BOUNDS);

        assertThatCode(() -> LogConfig.validate(settings)).doesNotThrowAnyException();
    }

    /** A scan writes a record though nothing changes, and only what is closed and dirty enough is compacted. */
    @Test
    void what_scans_write_is_compacted_long_before_kafka_s_defaults_would() {
        Map<String, String> bounds = ChangelogTopic.BOUNDS;

        assertThat(Integer.parseInt(bounds.get(TopicConfig.SEGMENT_BYTES_CONFIG)))
                .isLessThanOrEqualTo(16 * 1024 * 1024);
        assertThat(Duration.ofMillis(Long.parseLong(bounds.get(TopicConfig.SEGMENT_MS_CONFIG))))
                .isLessThanOrEqualTo(Duration.ofDays(1));
        assertThat(Duration.ofMillis(Long.parseLong(bounds.get(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG))))
                .isLessThanOrEqualTo(Duration.ofDays(1));
        assertThat(Double.parseDouble(bounds.get(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG)))
                .isLessThan(0.5);
    }

    /** A state that is deleted by age would be discovered anew. */
    @Test
    void its_bounds_delete_nothing_by_age_or_size() {
        assertThat(ChangelogTopic.BOUNDS)
                .doesNotContainKeys(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.RETENTION_MS_CONFIG,
                        TopicConfig.RETENTION_BYTES_CONFIG);
    }
}
