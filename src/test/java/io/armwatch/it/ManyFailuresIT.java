package io.armwatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.kafka.EmbeddedBroker;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ManyFailuresIT {
    private static final String ONCE = "0 0 0 1 1 ? 2090";

    @Test
    void a_failure_stops_no_other_poll_of_the_same_scan() {
        URI nobody = URI.create("http://127.0.0.1:" + EmbeddedBroker.freePort());
        TestResources resources = new TestResources();
        IntStream.range(0, 9).forEach(i -> resources.batch("batch" + i));
        try (ArmwatchFixture armwatch = new ArmwatchFixture(nobody, resources.watched())
                .with("armwatch.http.concurrency", "2")
                .with("armwatch.schedule.batch-account", ONCE)) {
            armwatch.start();

            for (String id : resources.watched()) {
                assertThat(armwatch.reader().await("poll.failed", id).data("reason"))
                        .isEqualTo("unreachable");
            }
        }
    }
}
