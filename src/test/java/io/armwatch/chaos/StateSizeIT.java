package io.armwatch.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.Armwatch;
import io.armwatch.it.ArmwatchFixture;
import io.armwatch.it.ArmwatchProcess;
import io.armwatch.it.TestResources;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Many known states: how long a start takes with them, how much heap they take, and what is logged meanwhile. */
@Tag("chaos")
final class StateSizeIT {
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");
    private static final int PARTITIONS = 12;

    @Test
    void a_hundred_thousand_known_states_take_ten_seconds_of_cpu_and_a_kilobyte_of_heap_each() {
        int count = 100_000;
        StartFootprint empty = footprint(0, ArmwatchProcess.Options.ORDINARY);
        StartFootprint full = footprint(count, ArmwatchProcess.Options.ORDINARY);

        long heapEach = (full.heap() - empty.heap()) / count;
        Duration cpu = full.cpu().minus(empty.cpu());
        System.out.println(count + " known states: " + cpu.toMillis() + " ms of CPU more than without, " + heapEach
                + " bytes of heap each");
        assertThat(full.log()).contains("What is known has been restored (" + count + " offsets)");
        assertThat(full.shown()).anyMatch(text -> text.contains("known states are being restored: "));
        assertThat(cpu).isLessThan(Duration.ofSeconds(10));
        assertThat(heapEach).isLessThanOrEqualTo(1024);
    }

    @Test
    @EnabledIfSystemProperty(named = "armwatch.test.million", matches = "true", disabledReason = "takes minutes")
    void a_million_known_states_stay_within_one_and_a_half_gigabytes() {
        int count = 1_000_000;
        StartFootprint full =
                footprint(count, ArmwatchProcess.Options.ORDINARY.by(List.of("-Xmx1500m", Armwatch.class.getName())));

        System.out.println(count + " known states: " + full.cpu().toMillis() + " ms of CPU, "
                + full.heap() / 1024 / 1024 + " MiB of heap");
        assertThat(full.log())
                .containsPattern("known states are being restored: \\d+ of \\d+ offsets")
                .contains("What is known has been restored (" + count + " offsets)");
    }

    private static StartFootprint footprint(int count, ArmwatchProcess.Options options) {
        TestResources resources = new TestResources();
        resources.maps("maps");
        try (ArmwatchFixture armwatch = new ArmwatchFixture(NOBODY, resources.watched())
                .with("armwatch.topics.partitions", Integer.toString(PARTITIONS))
                .with("armwatch.schedule.maps-keys", "0 0 0 1 1 ?")) {
            ChangelogFiller states = new ChangelogFiller(armwatch, PARTITIONS).write(count);
            if (count > 0) {
                System.out.println("Key and value: " + states.bytesEach(count) + " bytes on average");
            }
            return StartFootprint.of(armwatch, options);
        }
    }
}
