package io.armwatch.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.poll.known.InMemoryStateStore;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.route.PollingFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KafkaWatchTest {
    private final PollingFixture.MovableTime time = new PollingFixture.MovableTime();
    private final ScanScheduler scheduler = new PollingFixture(new KnownStateCache(new InMemoryStateStore())).scans();
    private boolean there = true;
    private int probes;
    private final KafkaWatch watch = new KafkaWatch("broker:9092", this::probe, time::nanos, scheduler);

    private boolean probe() {
        probes++;
        return there;
    }

    private void look() {
        watch.look();
        time.pass(Duration.ofSeconds(1));
    }

    @Test
    void one_unanswered_probe_is_not_an_outage_but_two_are() {
        there = false;
        look();
        assertThat(scheduler.isPaused()).isFalse();
        there = true;
        look();
        there = false;
        look();
        look();
        assertThat(scheduler.isPaused()).isFalse();
        look();

        assertThat(scheduler.isPaused()).isTrue();
    }

    @Test
    void a_failed_send_counts_as_an_outage_only_if_kafka_does_not_answer() {
        watch.doubt();
        look();
        assertThat(scheduler.isPaused()).isFalse();
        there = false;
        watch.doubt();
        look();

        assertThat(scheduler.isPaused()).isTrue();
    }

    @Test
    void polling_resumes_at_the_first_answer() {
        there = false;
        watch.doubt();
        look();
        look();
        assertThat(scheduler.isPaused()).isTrue();
        there = true;
        look();

        assertThat(scheduler.isPaused()).isFalse();
        assertThat(scheduler.hasResumed()).isTrue();
    }

    @Test
    void a_healthy_kafka_is_probed_only_every_two_seconds() {
        for (int second = 0; second < 10; second++) {
            look();
        }

        assertThat(probes).isEqualTo(5);
    }
}
