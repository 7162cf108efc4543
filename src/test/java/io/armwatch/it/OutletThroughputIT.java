package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** How fast an outlet delivers: {@code -Darmwatch.outlet.events=100000}. The figures are in docs/performance.md. */
@EnabledIfSystemProperty(named = "armwatch.outlet.events", matches = "\\d+")
final class OutletThroughputIT {
    private final int count = Integer.getInteger("armwatch.outlet.events", 0);

    @Test
    void events_are_delivered_to_a_webhook() {
        try (OutletFixture outlets = new OutletFixture();
                WebhookReceiver receiver = new WebhookReceiver()) {
            outlets.webhook(
                    "crm",
                    receiver.url(),
                    "secret",
                    "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                    "options",
                    "concurrency=" + Integer.getInteger("armwatch.outlet.concurrency", 8));
            try (ArmwatchProcess armwatch = outlets.armwatch().spawn(ArmwatchProcess.Options.ORDINARY)) {
                Awaitility.await("its topics").until(() -> outlets.armwatch().status("/observe/health/ready") == 200);
                outlets.write(2_000, 1_000);
                awaitCount(receiver, 2_000);
                Duration cpu = cpu(armwatch);
                long from = System.nanoTime();
                List<String> ids = outlets.write(count, 1_000);
                Duration written = Duration.ofNanos(System.nanoTime() - from);
                awaitCount(receiver, 2_000 + count);
                Duration took = Duration.ofNanos(System.nanoTime() - from);
                Set<String> received = new HashSet<>(receiver.ids());
                System.out.printf(
                        Locale.ROOT,
                        "%,d events to a webhook: written in %d ms, delivered in %d ms (%,d/s), %d ms of CPU (%d us for an event)%n",
                        count,
                        written.toMillis(),
                        took.toMillis(),
                        count * 1000L / took.toMillis(),
                        cpu(armwatch).minus(cpu).toMillis(),
                        cpu(armwatch).minus(cpu).toNanos() / 1000 / count);
                assertThat(received.containsAll(ids)).isTrue(); // AssertJ compares each with each
            }
        }
    }

    private static void awaitCount(WebhookReceiver receiver, int count) {
        Awaitility.await(count + " events").timeout(Duration.ofMinutes(10)).until(() -> receiver.count() >= count);
    }

    private static Duration cpu(ArmwatchProcess armwatch) {
        return armwatch.handle().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
