package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.event.Topic;
import io.armwatch.kafka.KafkaTopics.UnusableTopicException;
import io.armwatch.service.Service;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One installation is one application id, one topic prefix and one watch list. */
class InstallationIT {
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");
    private static final String ID = TestResources.PROVIDERS + "Microsoft.Maps/accounts/maps";

    private static ArmwatchFixture rig() {
        return new ArmwatchFixture(NOBODY, List.of(ID));
    }

    /** Why it does not start; an empty text where it does. */
    private static CompletableFuture<String> refusal(ArmwatchFixture armwatch) {
        Service service = armwatch.build();
        return CompletableFuture.supplyAsync(() -> {
            try {
                service.start();
                return "";
            } catch (UnusableTopicException e) {
                return String.valueOf(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "interrupted";
            }
        });
    }

    private static void awaitMember(ArmwatchFixture armwatch) {
        Awaitility.await("a member of the group")
                .until(() -> !ArmwatchFixture.get(armwatch.admin()
                                .describeConsumerGroups(List.of(armwatch.name()))
                                .all())
                        .values()
                        .iterator()
                        .next()
                        .members()
                        .isEmpty());
    }

    @Test
    void another_installation_with_the_same_prefix_or_application_id_is_refused_while_the_first_is_alive() {
        try (ArmwatchFixture first = rig();
                ArmwatchFixture samePrefix = rig().with("armwatch.topics.prefix", first.name());
                ArmwatchFixture sameApplication = rig().with("armwatch.application-id", first.name());
                ArmwatchFixture otherList = new ArmwatchFixture(NOBODY, List.of(ID + "2"))
                        .with("armwatch.topics.prefix", first.name())
                        .with("armwatch.application-id", first.name());
                CapturedLogs logs = new CapturedLogs()) {
            first.start();
            awaitMember(first);
            var withSamePrefix = refusal(samePrefix);
            var withSameApplication = refusal(sameApplication);

            assertThat(withSamePrefix.join())
                    .contains("same armwatch.topics.prefix, " + first.name())
                    .contains("another armwatch.application-id, " + first.name())
                    .contains("Stop that one");
            assertThat(withSameApplication.join())
                    .contains("same armwatch.application-id, " + first.name())
                    .contains("another armwatch.topics.prefix, " + first.name());

            otherList.start();
            Awaitility.await("a word on the other watch list")
                    .until(() -> !logs.lines("WARN", "has another watch list or other settings")
                            .isEmpty());
            otherList.stop();
            first.stop();
            samePrefix.stop();
            assertThat(refusal(samePrefix).join()).as("nobody uses it any more").isEmpty();
        }
    }

    @Test
    void another_version_with_another_format_is_refused_until_the_first_has_ended() throws Exception {
        try (ArmwatchFixture newer = rig()) {
            newer.start();
            awaitMember(newer);
            newer.stop();
            var older = olderMember(newer);
            try (older) {
                assertThat(refusal(newer).join())
                        .contains("An older armwatch (old at ")
                        .contains("Stop all processes of the older version first");
            }
            newer.stop();
            assertThat(refusal(newer).join()).as("the older one has ended").isEmpty();
        }
    }

    /** A member of the group whose client id is that of an armwatch that does not state its format. */
    private static KafkaConsumer<byte[], byte[]> olderMember(ArmwatchFixture armwatch) throws Exception {
        String prefix = HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(armwatch.name().getBytes(StandardCharsets.UTF_8)),
                        0,
                        4);
        Map<String, Object> config = Map.of(
                "bootstrap.servers", armwatch.brokers(),
                "group.id", armwatch.name(),
                "client.id", "old.p" + prefix + ".w00000000");
        var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(Topic.KNOWN_STATES.name(armwatch.name())));
        Awaitility.await("its partitions").until(() -> {
            consumer.poll(Duration.ofMillis(100));
            return !consumer.assignment().isEmpty();
        });
        return consumer;
    }
}
