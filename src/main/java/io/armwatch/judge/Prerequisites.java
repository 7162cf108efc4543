package io.armwatch.judge;

import io.armwatch.config.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** What {@code armwatch run} needs of Kafka beside its topics, looked at without creating or publishing anything. */
public final class Prerequisites {
    private Prerequisites() {}

    /**
     * What it needs, and why that cannot be used.
     *
     * @param partitions of the observations, as they are or would be created
     * @throws KafkaException where Kafka does not say
     */
    public static Map<String, Optional<String>> of(Admin admin, Settings settings, int partitions) {
        Map<String, Optional<String>> problems = new LinkedHashMap<>();
        problems.put(
                "changelog " + Changelog.name(settings.kafka()),
                Changelog.problem(admin, settings.kafka(), partitions));
        problems.put("group " + settings.kafka().applicationId(), Owners.problem(admin, settings.kafka()));
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
            return Transactions.problem(settings);
        } catch (Transactions.AwayException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
