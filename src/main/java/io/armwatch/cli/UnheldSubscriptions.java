package io.armwatch.cli;

import io.armwatch.config.Settings;
import io.armwatch.detection.SubscriptionOwners;
import io.armwatch.event.Topic;
import io.armwatch.kafka.KafkaClients;
import io.armwatch.kafka.KafkaTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Explains why a scan was incomplete: another process polls some of the Azure subscriptions. */
final class UnheldSubscriptions {
    private static final int NAMED = 5;

    private UnheldSubscriptions() {}

    /** Names the process that polls the other Azure subscriptions, and says what to do. */
    static String sentence(Settings.Kafka kafka, List<String> notHeld) {
        if (notHeld.isEmpty()) {
            return "Another armwatch with armwatch.application-id=" + kafka.applicationId()
                    + " polled some of the Azure subscriptions during the scan. Stop it, or leave the polling to it.";
        }
        return "Another armwatch with armwatch.application-id=" + kafka.applicationId() + " polls "
                + String.join(", ", owned(kafka, notHeld)) + ". Stop it to scan from here, or leave the polling to it.";
    }

    private static List<String> owned(Settings.Kafka kafka, List<String> notHeld) {
        List<String> named = new ArrayList<>();
        try (Admin admin = KafkaClients.admin(kafka)) {
            OptionalInt partitions = Objects.requireNonNull(
                            new KafkaTopics(admin, kafka).inspect().get(Topic.OBSERVATIONS))
                    .partitions();
            SubscriptionOwners owners = SubscriptionOwners.of(admin, kafka, partitions.orElse(1));
            notHeld.stream()
                    .limit(NAMED)
                    .map(each -> each
                            + owners.of(each)
                                    .map(owner -> " (" + owner.process() + ")")
                                    .orElse(""))
                    .forEach(named::add);
        } catch (KafkaException e) {
            notHeld.stream().limit(NAMED).forEach(named::add);
        }
        if (notHeld.size() > NAMED) {
            named.add((notHeld.size() - NAMED) + " more");
        }
        return named;
    }
}
