package io.armwatch.detection;

import io.armwatch.config.Settings;
import io.armwatch.kafka.ChangelogTopic;
import io.armwatch.kafka.TransactionCheck;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Checks what {@code armwatch run} needs from Kafka besides its topics, without creating or publishing anything. */
public final class KafkaPrerequisites {
    private KafkaPrerequisites() {}

    /**
     * Maps each prerequisite to the problem with it, if there is one.
     *
     * @param partitions the partitions that the observations topic has or would get
     * @throws KafkaException if Kafka does not answer
     */
    public static Map<String, Optional<String>> of(Admin admin, Settings settings, int partitions) {
        Map<String, Optional<String>> problems = new LinkedHashMap<>();
        problems.put(
                "changelog " + ChangelogTopic.name(settings.kafka()),
                ChangelogTopic.problem(admin, settings.kafka(), partitions));
        problems.put("group " + settings.kafka().applicationId(), SubscriptionOwners.problem(admin, settings.kafka()));
        if (settings.kafka().exactlyOnce()) {
            problems.put("transactions", transactions(settings.kafka()));
        }
        try (Installation installation = new Installation(settings)) {
            problems.put("no other installation is in the way", installation.conflict(admin));
        }
        return problems;
    }

    private static Optional<String> transactions(Settings.Kafka settings) {
        try {
            return TransactionCheck.problem(settings);
        } catch (TransactionCheck.AwayException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
