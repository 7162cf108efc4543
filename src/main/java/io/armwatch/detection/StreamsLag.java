package io.armwatch.detection;

import io.armwatch.config.Settings;
import io.armwatch.event.Topic;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/** The lag of change detection by Kafka's own metrics, so that reading it costs no request. */
final class StreamsLag {
    private static final String GROUP = "consumer-fetch-manager-metrics";
    private static final String LAG = "records-lag";

    private StreamsLag() {}

    /** The observations in Kafka that the consumers of a process have not read yet. */
    static double of(KafkaStreams streams, Settings.Kafka settings) {
        String topic = Topic.OBSERVATIONS.name(settings.topicsPrefix());
        return streams.metrics().values().stream()
                .filter(metric -> isLag(metric.metricName(), topic))
                .mapToDouble(StreamsLag::value)
                .sum();
    }

    /** Kafka 4.1 reports each topic twice if its name has dots: as it is, and with underscores in their place. */
    private static boolean isLag(MetricName name, String topic) {
        return name.name().equals(LAG)
                && name.group().equals(GROUP)
                && topic.equals(name.tags().get("topic"));
    }

    private static double value(Metric metric) {
        double value = metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
        return Double.isNaN(value) ? 0 : value;
    }
}
