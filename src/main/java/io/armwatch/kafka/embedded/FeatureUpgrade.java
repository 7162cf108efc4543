package io.armwatch.kafka.embedded;

import io.armwatch.kafka.KafkaFutures;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises the format of a broker's data to that of the Kafka that runs, as {@code kafka-features.sh upgrade --release-version} does.
 * Kafka itself keeps the format in which a folder was created.
 */
final class FeatureUpgrade {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureUpgrade.class);

    private FeatureUpgrade() {}

    /** Raises what is lower. A failure is logged, because Kafka works with the older format too. */
    static void run(Admin admin) {
        Map<String, Short> wanted = Map.of();
        try {
            wanted = missing(levels(admin), MetadataVersion.latestProduction());
            if (wanted.isEmpty()) {
                return;
            }
            KafkaFutures.get(admin.updateFeatures(updates(wanted), new UpdateFeaturesOptions())
                    .all());
            LOG.info("The data of the embedded broker now has the format of the newer Kafka: {}", wanted);
        } catch (KafkaException e) {
            LOG.warn(
                    "The data of the embedded broker keeps the format of an older Kafka, because it cannot be raised to {}: {}",
                    wanted,
                    e.getMessage());
        }
    }

    private static Map<String, FeatureUpdate> updates(Map<String, Short> levels) {
        return levels.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> new FeatureUpdate(each.getValue(), UpgradeType.UPGRADE)));
    }

    /**
     * The features that are below the default of a release, with that default. The format of the controllers' quorum stays: it is for
     * quorums whose members change.
     */
    static Map<String, Short> missing(Map<String, Short> levels, MetadataVersion release) {
        Map<String, Short> wanted = new TreeMap<>();
        wanted.put(MetadataVersion.FEATURE_NAME, release.featureLevel());
        Feature.PRODUCTION_FEATURES.stream()
                .filter(feature -> feature != Feature.KRAFT_VERSION)
                .forEach(feature -> wanted.put(feature.featureName(), feature.defaultLevel(release)));
        wanted.entrySet().removeIf(each -> each.getValue() <= levels.getOrDefault(each.getKey(), (short) 0));
        return wanted;
    }

    /** The levels that are in force; a feature that is missing has level 0. */
    static Map<String, Short> levels(Admin admin) {
        return KafkaFutures.get(admin.describeFeatures().featureMetadata()).finalizedFeatures().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().maxVersionLevel()));
    }
}
