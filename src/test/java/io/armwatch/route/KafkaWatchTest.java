package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KafkaWatchTest {
    private final Desk.MovableTime time = new Desk.MovableTime();
    private final Scans scans = new Desk(new Memory(new FakeStore())).scans();
    private boolean there = true;
    private int probes;
    private final KafkaWatch watch = new KafkaWatch("broker:9092", this::probe, time::nanos, scans);

    private boolean probe() {
        probes++;
        return there;
    }

    private void look() {
        watch.look();
        time.pass(Duration.ofSeconds(1));
    }

    @Test
    void one_probe_that_goes_unanswered_is_no_outage_and_two_are() {
        there = false;
        look();
        assertThat(scans.isPaused()).isFalse();
        there = true;
        look();
        there = false;
        look();
        look();
        assertThat(scans.isPaused()).isFalse();
        look();

        assertThat(scans.isPaused()).isTrue();
    }

    @Test
    void a_failed_send_is_no_outage_where_kafka_answers_and_is_one_where_it_does_not() {
        watch.doubt();
        look();
        assertThat(scans.isPaused()).isFalse();
        there = false;
        watch.doubt();
        look();

        assertThat(scans.isPaused()).isTrue();
    }

    @Test
    void polling_resumes_at_the_first_answer() {
        there = false;
        watch.doubt();
        look();
        look();
        assertThat(scans.isPaused()).isTrue();
        there = true;
        look();

        assertThat(scans.isPaused()).isFalse();
        assertThat(scans.hasResumed()).isTrue();
    }

    @Test
    void while_all_is_well_kafka_is_asked_each_two_seconds_only() {
        for (int second = 0; second < 10; second++) {
            look();
        }

        assertThat(probes).isEqualTo(5);
    }
}
