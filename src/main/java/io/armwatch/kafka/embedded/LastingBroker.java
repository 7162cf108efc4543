package io.armwatch.kafka.embedded;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of a broker whose data lasts on one machine: durable, bounded on disk, and small in memory. */
final class LastingBroker {
    private static final int MIB = 1024 * 1024;

    /** The size of a partition from which the oldest events go, whatever {@code armwatch.topics.retention} says. */
    static final int RETENTION_BYTES = 512 * MIB;

    private LastingBroker() {}

    static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.putAll(durable());
        settings.putAll(bounded());
        settings.putAll(small());
        settings.putAll(patient());
        return settings;
    }

    /**
     * Flushes every write to the disk before it is acknowledged: log, indexes, and the folder of a new segment. That is true for
     * Kafka's own topics, too: a committed transaction is one whose markers, offsets and state have been flushed. The metadata log
     * flushes each write by itself.
     */
    private static Map<String, String> durable() {
        return Map.of("log.flush.interval.messages", "1");
    }

    /** Small segments, because Kafka deletes and compacts closed ones only. */
    private static Map<String, String> bounded() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("log.segment.bytes", text(16 * MIB));
        settings.put("log.roll.ms", text(Duration.ofDays(1)));
        settings.put("log.retention.bytes", text(RETENTION_BYTES));
        settings.put("log.segment.delete.delay.ms", text(Duration.ofSeconds(10)));
        settings.put("log.cleaner.max.compaction.lag.ms", text(Duration.ofDays(1)));
        settings.put("log.index.size.max.bytes", text(MIB / 4)); // an entry for every 4 KiB of a segment has room
        settings.put("offsets.topic.segment.bytes", text(4 * MIB));
        settings.put("transaction.state.log.segment.bytes", text(4 * MIB));
        settings.put("share.coordinator.state.topic.segment.bytes", text(4 * MIB));
        settings.put("metadata.log.segment.bytes", text(8 * MIB));
        settings.put("metadata.max.retention.bytes", text(8 * MIB));
        settings.put("metadata.log.max.record.bytes.between.snapshots", text(2 * MIB));
        settings.put("metadata.max.idle.interval.ms", "0"); // nothing is written while nothing happens
        return settings;
    }

    /** Few threads and buffers: there are the clients of one armwatch, and a few consumers. */
    private static Map<String, String> small() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "1");
        settings.put("group.coordinator.threads", "1");
        settings.put("share.coordinator.threads", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("offsets.load.buffer.size", text(MIB));
        settings.put("transaction.state.log.load.buffer.size", text(MIB));
        settings.put("share.coordinator.load.buffer.size", text(MIB));
        settings.put("log.cleaner.dedupe.buffer.size", text(2 * MIB));
        settings.put("log.cleaner.io.buffer.size", text(MIB / 8));
        settings.put("metric.reporters", "");
        return settings;
    }

    /**
     * A disk or processor that is slow for seconds must not make the controller take the broker for dead. A clean stop ends the session;
     * after a {@code kill -9} the next broker waits for its end.
     */
    private static Map<String, String> patient() {
        return Map.of(
                "broker.session.timeout.ms", "9000",
                "broker.heartbeat.interval.ms", "1000",
                "controlled.shutdown.enable", "true");
    }

    private static String text(int number) {
        return Integer.toString(number);
    }

    private static String text(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
