package io.armwatch.change;

import static io.armwatch.change.ObservedResource.ONE;
import static io.armwatch.change.ObservedResource.STANDING;
import static io.armwatch.change.ObservedResource.START;
import static io.armwatch.change.ObservedResource.TARGET;
import static io.armwatch.change.ObservedResource.state;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.change.Change.ResourceDiscovered;
import io.armwatch.change.Change.ScanCompleted;
import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Seen;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportingTest {
    private static ObservedResource resource(Reporting reporting) {
        return new ObservedResource(new ChangeDetection(3, TimePolicy.DEFAULT, reporting), true);
    }

    private static ObservedResource baseline() {
        return resource(new Reporting(true, false));
    }

    private static Seen seen(ObservedResource resource, JsonNode state, boolean firstScan) {
        return new Seen(TARGET, resource.revision(), START, state, Optional.empty(), 0, Optional.empty(), 1, firstScan);
    }

    @Test
    void what_the_first_scan_finds_becomes_known_without_an_event() {
        ObservedResource resource = baseline();
        resource.judge(seen(resource, ONE, true));

        assertThat(resource.changes()).isEmpty();
        assertThat(resource.known().state()).contains(ONE);
        assertThat(resource.revision()).isEqualTo(1);
    }

    @Test
    void a_failure_that_stands_is_reported_by_the_first_scan_too() {
        ObservedResource resource = baseline();

        assertThat(resource.judge(seen(resource, state("bad"), true)).changes()).containsExactly(STANDING);
    }

    @Test
    void what_a_later_scan_finds_is_discovered() {
        ObservedResource resource = baseline();

        assertThat(resource.judge(seen(resource, ONE, false)).changes()).containsExactly(new ResourceDiscovered(ONE));
    }

    @Test
    void what_could_not_be_polled_at_first_is_discovered_when_it_is_seen() {
        ObservedResource resource = baseline().failed(Reason.FORBIDDEN, 1);

        assertThat(resource.judge(seen(resource, ONE, true)).changes()).contains(new ResourceDiscovered(ONE));
    }

    @Test
    void by_default_the_first_scan_discovers() {
        ObservedResource resource = resource(Reporting.ALL);

        assertThat(resource.judge(seen(resource, ONE, true)).changes()).containsExactly(new ResourceDiscovered(ONE));
    }

    @Test
    void only_incomplete_scans_are_reported_and_complete_ones_are_remembered() {
        ScanCompleted complete = new ScanCompleted("maps-keys", "/subscriptions/s/", START, 1, 1, 1, 0, 0, true);
        ScanCompleted incomplete = new ScanCompleted("maps-keys", "/subscriptions/s/", START, 1, 0, 0, 0, 1, false);
        ObservedResource scope = resource(new Reporting(false, true));

        scope.judge(new Scanned(TARGET, 0, START, complete, Optional.of("all")));
        assertThat(scope.changes()).isEmpty();
        assertThat(scope.known().completeScan()).contains(new KnownState.CompleteScan(START, "all"));

        scope.judge(new Scanned(TARGET, 0, START.plusSeconds(60), incomplete, Optional.of("all")));
        assertThat(scope.changes()).containsExactly(incomplete);
    }
}
