package io.armwatch.bench;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code mvn -q verify -Pbench}; docs/performance.md says how to read what it prints. */
@Tag("bench")
final class BenchIT {
    @Test
    void what_armwatch_costs_beside_a_bare_loop() {
        Bench.run(BenchSettings.read());
    }
}
