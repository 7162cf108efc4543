package io.armwatch.outlet.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** One delivery, with a target that fails as it is told. */
final class DelivererTest implements Deliverer.Target, Deliverer.Listener {
    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"io.armwatch.key.rotated.v1\"}";

    private final Pace pace = new Pace();
    private final Progress progress = new Progress();
    private final Queue<Supplier<Optional<Failure>>> answers = new ArrayDeque<>();
    private final List<Failure> buried = new ArrayList<>();
    private long deliveries;
    private int ended;

    @Override
    public Optional<Failure> send(OutletEvent event) {
        Supplier<Optional<Failure>> next = answers.poll();
        return next == null ? Optional.empty() : next.get();
    }

    @Override
    public void bury(Delivery delivery, Failure failure, int attempts) {
        buried.add(failure);
    }

    @Override
    public void delivered() {
        deliveries++;
    }

    @Override
    public long deliveries() {
        return deliveries;
    }

    @Override
    public void failed(Delivery delivery, Failure failure, int attempts) {
        if (failure.fault() == Fault.GONE) {
            pace.stop(); // a pause has no other end
        }
    }

    @Override
    public void ended(Delivery delivery) {
        ended++;
    }

    @Override
    public void buried(Delivery delivery, Failure failure) {}

    private void fails(int times, Fault fault) {
        answers.addAll(Collections.nCopies(times, () -> Optional.of(new Failure(fault, ""))));
    }

    /** Delivers an event of 1970. */
    private void deliver(Optional<Duration> maxAge) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("t", 0, 7, "key".getBytes(UTF_8), EVENT.getBytes(UTF_8));
        record.headers().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
        Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0);
        progress.begin(7);
        new Deliverer(this, new Deliverer.Rules(backoff, maxAge), pace, this, Clock.systemUTC())
                .deliver(new Delivery(record, OutletEvent.of(record), progress));
    }

    @Test
    void a_target_that_was_away_for_long_may_refuse_an_event_once() {
        fails(50, Fault.TARGET);
        answers.add(() -> {
            deliveries++;
            return Optional.of(new Failure(Fault.UNKNOWN, ""));
        });
        fails(1, Fault.EVENT);
        answers.add(() -> {
            deliveries++;
            return Optional.of(new Failure(Fault.TARGET, ""));
        });

        deliver(Optional.empty());

        assertThat(buried).isEmpty();
        assertThat(progress.committable(8)).isEqualTo(8);
    }

    @Test
    void deliveries_that_were_being_made_when_a_target_began_to_fail_do_not_prove_that_it_works() {
        fails(1, Fault.UNKNOWN);
        answers.add(() -> {
            deliveries++;
            return Optional.of(new Failure(Fault.UNKNOWN, ""));
        });
        fails(50, Fault.UNKNOWN);

        deliver(Optional.empty());

        assertThat(buried).isEmpty();
    }

    @Test
    void an_error_is_a_failure_like_others() {
        answers.add(() -> {
            throw new NoClassDefFoundError("a component's jar");
        });

        deliver(Optional.empty());

        assertThat(deliveries).isEqualTo(1);
        assertThat(ended).isEqualTo(1);
        assertThat(progress.committable(8)).isEqualTo(8);
    }

    @Test
    void a_pause_keeps_old_events_too() {
        fails(1, Fault.GONE);

        deliver(Optional.of(Duration.ofDays(3)));

        assertThat(buried).isEmpty();
        assertThat(pace.isPaused()).isTrue();
        assertThat(progress.committable(8)).isEqualTo(7);
    }
}
