package io.armwatch.poll.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.poll.list.ScanHistory;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.poll.scan.ScanRun;
import io.armwatch.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests that a signal asks for go before those of scans. */
class UrgentRequestsTest extends RequestQueueFixture {
    private static ArmRequest urgent(String name) {
        ArmRequest ordinary = request("s", name);
        Source source = ordinary.source();
        ArmId id = ordinary.target().id();
        ScanRun run = ScanRun.ofSignal(source.name(), "s", ScanFixtures.NOON, 0, ended -> {});
        Part part = new Part(source, id.text(), id, id, Optional.empty());
        return ArmRequest.entity(source, id, new Scan(run, part, new ScanHistory()), false);
    }

    private List<String> takeAll() throws InterruptedException {
        assertThat(queue.claimWorkers()).isNotEmpty();
        List<String> names = new ArrayList<>();
        for (var next = queue.take(); next.isPresent(); next = queue.take()) {
            names.add(next.get().request().target().id().name());
            queue.finish(next.get());
        }
        return names;
    }

    @Test
    void they_go_first() throws InterruptedException {
        queue.addAll(List.of(request("s", "scan1"), request("s", "scan2")));
        queue.add(urgent("signal1"));
        queue.add(urgent("signal2"));

        assertThat(takeAll()).containsExactly("signal1", "signal2", "scan1", "scan2");
    }

    @Test
    void in_a_flood_of_them_scans_go_on() throws InterruptedException {
        for (int i = 0; i < 8; i++) {
            queue.add(urgent("signal" + i));
        }
        queue.addAll(List.of(request("s", "scan1"), request("s", "scan2")));

        List<String> taken = takeAll();
        assertThat(taken.indexOf("scan1")).isEqualTo(3);
        assertThat(taken.indexOf("scan2")).isEqualTo(7);
    }

    @Test
    void the_budget_holds_for_them_too() throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            queue.add(urgent("signal" + i));
        }

        assertThat(takeAll()).hasSizeLessThanOrEqualTo(250);
    }
}
