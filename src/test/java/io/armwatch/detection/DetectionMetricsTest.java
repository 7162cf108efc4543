package io.armwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.event.EventType;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DetectionMetricsTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DetectionMetrics metrics = new DetectionMetrics(meters, Clock.fixed(NOON, ZoneOffset.UTC));

    private static CloudEvent event(EventType type) {
        return CloudEventBuilder.v1()
                .withId("1")
                .withSource(URI.create("/subscriptions/s"))
                .withType(type.type())
                .build();
    }

    private double count(String counter, EventType type) {
        return meters.get(counter).tag("type", type.type()).counter().count();
    }

    private Timer delay() {
        return meters.get("armwatch.publish.delay").timer();
    }

    @Test
    void a_change_counts_when_it_is_found_and_its_event_when_it_is_committed() {
        metrics.addEvents(List.of(event(EventType.KEY_ROTATED)), Optional.of(NOON.minusSeconds(2)));
        assertThat(count("armwatch.changes", EventType.KEY_ROTATED)).isEqualTo(1);
        assertThat(count("armwatch.events", EventType.KEY_ROTATED)).isZero();
        metrics.committed(5_000_000);

        assertThat(count("armwatch.events", EventType.KEY_ROTATED)).isEqualTo(1);
        assertThat(delay().count()).isEqualTo(1);
        assertThat(delay().totalTime(TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(meters.get("armwatch.transactions").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(5);
    }

    @Test
    void what_was_aborted_is_not_counted_as_published() {
        metrics.addEvents(List.of(event(EventType.KEY_ROTATED)), Optional.of(NOON));
        metrics.aborted();
        metrics.committed(1);

        assertThat(count("armwatch.events", EventType.KEY_ROTATED)).isZero();
        assertThat(delay().count()).isZero();
        assertThat(meters.get("armwatch.transactions.aborted").counter().count())
                .isEqualTo(1);
    }

    @Test
    void a_commit_of_one_thread_does_not_count_what_another_has_written() throws InterruptedException {
        metrics.addEvents(List.of(event(EventType.KEY_ROTATED)), Optional.of(NOON));
        Thread other = new Thread(() -> metrics.committed(1));
        other.start();
        other.join();

        assertThat(count("armwatch.events", EventType.KEY_ROTATED)).isZero();
    }

    @Test
    void what_time_alone_reports_has_no_delay() {
        metrics.addEvents(List.of(event(EventType.KEY_EXPIRING)), Optional.empty());
        metrics.committed(1);

        assertThat(count("armwatch.events", EventType.KEY_EXPIRING)).isEqualTo(1);
        assertThat(delay().count()).isZero();
    }
}
