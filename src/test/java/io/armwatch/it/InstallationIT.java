package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.kafka.KafkaTopics.UnusableTopicException;
import io.armwatch.service.Service;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
}
