package io.armwatch.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Json;
import io.armwatch.change.KnownState;
import io.armwatch.change.StateCompression;
import io.armwatch.change.Target;
import io.armwatch.detection.SubscriptionPartitioner;
import io.armwatch.it.ArmwatchFixture;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.OfficialExample;
import io.armwatch.source.PolledResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Known states of many resources of all sources, in the changelog as change detection would have written them. */
final class ChangelogFiller {
    private static final int SUBSCRIPTIONS = 100;
    private static final String GROUP = "/subscriptions/%s/resourceGroups/rg-production-%d/providers/";
    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "batch-account",
                    GROUP + "Microsoft.Batch/batchAccounts/batch%3$d",
                    OfficialExample.body("batch-account/batch-account-get-private.json")),
            new Kind(
                    "batch-account",
                    GROUP + "Microsoft.Batch/batchAccounts/batch%3$d",
                    OfficialExample.body("batch-account/batch-account-get.json")),
            new Kind(
                    "batch-certificate",
                    GROUP + "Microsoft.Batch/batchAccounts/batch%2$d/certificates/sha1-%3$040x",
                    OfficialExample.body("batch-certificate/batch-certificate-get-deletion-error.json")),
            new Kind(
                    "batch-certificate",
                    GROUP + "Microsoft.Batch/batchAccounts/batch%2$d/certificates/sha1-%3$040x",
                    OfficialExample.body("batch-certificate/made-readable.json")),
            new Kind(
                    "maps-keys",
                    GROUP + "Microsoft.Maps/accounts/maps%3$d",
                    OfficialExample.body("maps-keys/maps-account-list-keys.json")),
            new Kind(
                    "apim-subscription",
                    GROUP + "Microsoft.ApiManagement/service/apim%2$d/subscriptions/sid%3$d",
                    OfficialExample.body("apim-subscription/apim-subscription-get.json")));

    private final ArmwatchFixture armwatch;
    private final int partitions;
    private long bytes;

    ChangelogFiller(ArmwatchFixture armwatch, int partitions) {
        this.armwatch = armwatch;
        this.partitions = partitions;
    }

    /** A source's resources: how their ids look, by subscription, group and number, and what Azure answers about one. */
    private record Kind(String source, String id, ObjectNode answer) {
        ArmId id(String subscription, int number) {
            return ArmId.of(String.format(id, subscription, number / 1000, number));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(ArmId id, byte[] value) {}

    /** Creates the changelog as Streams would, and writes so many states. */
    ChangelogFiller write(int count) {
        String changelog = armwatch.name() + "-known-states-changelog";
        ArmwatchFixture.get(armwatch.admin()
                .createTopics(List.of(new NewTopic(changelog, Optional.of(partitions), Optional.empty())
                        .configs(Map.of("cleanup.policy", "compact"))))
                .all());
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", armwatch.brokers(), "batch.size", "500000", "linger.ms", "20"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            entries(count, entry -> {
                int partition = SubscriptionPartitioner.partition(entry.id().subscriptionId(), partitions);
                var unused = producer.send(
                        new ProducerRecord<>(changelog, partition, entry.id().key(), entry.value()));
            });
        }
        return this;
    }

    /** The bytes of all keys and values, on average. */
    long bytesEach(int count) {
        return bytes / count;
    }

    private void entries(int count, Consumer<Entry> to) {
        List<String> subscriptions = new ArrayList<>();
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            subscriptions.add(UUID.nameUUIDFromBytes(("subscription " + i).getBytes(UTF_8))
                    .toString());
        }
        for (int i = 0; i < count; i++) {
            Entry entry = entry(KINDS.get(i % KINDS.size()), subscriptions.get(i % SUBSCRIPTIONS), i);
            bytes += entry.id().key().length() + entry.value().length;
            to.accept(entry);
        }
    }

    private static Entry entry(Kind kind, String subscription, int number) {
        ArmId id = kind.id(subscription, number);
        KnownState known = new KnownState(
                new Target(kind.source(), id, ""),
                Optional.of(Instant.parse("2026-11-01T00:00:00.123456Z").plusSeconds(number)),
                1 + number % 7,
                Optional.of(Instant.parse("2026-11-01T00:00:00.123456Z").plusSeconds(number)),
                Optional.of(state(kind, id)),
                false,
                0,
                Optional.empty(),
                List.of());
        return new Entry(id, StateCompression.pack(Json.write(known)));
    }

    private static JsonNode state(Kind kind, ArmId id) {
        try {
            ObjectNode answer = kind.answer().deepCopy().without(List.of("id", "name"));
            return PolledResource.of(kind.source(), id.text()).state(answer);
        } catch (InvalidAnswerException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
