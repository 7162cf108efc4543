package io.armwatch.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;

final class HealthChecksTest {
    @Test
    void armwatch_is_not_ready_before_scans_may_begin() {
        AtomicReference<Optional<String>> waiting = new AtomicReference<>(Optional.of("Nothing is polled before"));
        HealthCheck check = HealthChecks.detection(waiting::get, List::of);

        assertThat(check.call().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(check.call().getMessage()).contains("Nothing is polled before");

        waiting.set(Optional.empty());
        assertThat(check.call().getState()).isEqualTo(HealthCheck.State.UP);
    }
}
