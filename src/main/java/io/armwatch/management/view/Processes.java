package io.armwatch.management.view;

import io.armwatch.config.Settings;
import io.armwatch.detection.SubscriptionOwners;
import io.armwatch.detection.SubscriptionOwners.Owner;
import io.armwatch.event.Topic;
import io.armwatch.kafka.KafkaClients;
import io.armwatch.kafka.KafkaFutures;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processes of the installation, and which Azure subscription each one holds, as Kafka's coordinator last said. */
public final class Processes {
    private static final Logger LOG = LoggerFactory.getLogger(Processes.class);

    private final Settings.Kafka settings;
    private volatile Optional<SubscriptionOwners> owners = Optional.empty();
    private @Nullable Admin admin;

    Processes(Settings.Kafka settings) {
        this.settings = settings;
    }

    /** The process that holds an Azure subscription; empty if none does, or if Kafka has not said. */
    public Optional<Owner> of(String subscription) {
        return owners.flatMap(known -> known.of(subscription));
    }

    /** All processes that hold a part. */
    public List<Owner> all() {
        return owners.map(SubscriptionOwners::processes).orElse(List.of());
    }

    /** Asks Kafka. One thread calls this and {@link #close}. */
    void refresh() {
        try {
            if (admin == null) {
                admin = KafkaClients.admin(settings);
            }
            owners = Optional.of(SubscriptionOwners.of(admin, settings, partitions(admin)));
        } catch (KafkaException e) {
            LOG.debug("Kafka does not say which process holds which Azure subscription", e);
        }
    }

    private int partitions(Admin client) {
        String topic = Topic.OBSERVATIONS.name(settings.topicsPrefix());
        return Objects.requireNonNull(
                        KafkaFutures.get(client.describeTopics(List.of(topic)).allTopicNames())
                                .get(topic))
                .partitions()
                .size();
    }

    void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
            admin = null;
        }
        owners = Optional.empty();
    }
}
