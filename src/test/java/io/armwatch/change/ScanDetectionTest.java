package io.armwatch.change;

import static io.armwatch.change.ObservedResource.START;
import static io.armwatch.change.ObservedResource.TARGET;
import static io.armwatch.change.ObservedResource.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.armwatch.change.Change.PollFailed;
import io.armwatch.change.Change.PollRecovered;
import io.armwatch.change.Change.ScanCompleted;
import io.armwatch.change.ChangeDetection.Accepted;
import io.armwatch.change.ChangeDetection.Stale;
import io.armwatch.change.ChangeDetection.Unchanged;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Observation.Scanned;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScanDetectionTest {
    @Test
    void a_list_that_stays_readable_reports_nothing() {
        assertThat(resource().reached(0).last()).isEqualTo(new Unchanged());
    }

    @Test
    void a_list_that_can_be_read_again_has_recovered_once() {
        ObservedResource list = resource().failed(Reason.FORBIDDEN, 1).reached(4);

        assertThat(list.changes()).containsExactly(new PollRecovered("maps-keys", Optional.empty(), START, 4));
        assertThat(list.known().outage()).isEmpty();
        assertThat(list.reached(0).last()).isEqualTo(new Unchanged());
    }

    @Test
    void a_list_that_was_missing_once_is_not_reported() {
        ObservedResource list = resource().absent().reached(0);

        assertThat(list.last()).isInstanceOf(Accepted.class);
        assertThat(list.changes()).isEmpty();
        assertThat(list.known().missing()).isZero();
    }

    @Test
    void a_list_that_stays_missing_fails_and_recovers() {
        ObservedResource list = resource().absent().absent().absent();
        assertThat(list.changes()).singleElement().isInstanceOf(PollFailed.class);

        assertThat(list.reached(3).changes()).singleElement().isInstanceOf(PollRecovered.class);
    }

    @Test
    void every_scan_is_reported_with_its_own_revision() {
        ScanCompleted scan = new ScanCompleted("maps-keys", "/subscriptions/s/", START, 3, 2, 1, 1, 1, false);
        ObservedResource list = resource().scanned(scan);
        assertThat(list.changes()).containsExactly(scan);
        assertThat(list.revision()).isEqualTo(1);

        assertThat(list.scanned(scan).changes()).containsExactly(scan);
        assertThat(list.told()).extracting(DetectedChange::revision).containsExactly(2L);
    }

    @Test
    void a_scan_ends_no_outage() {
        ScanCompleted scan = new ScanCompleted("maps-keys", "/subscriptions/s/", START, 0, 0, 0, 0, 0, false);
        ObservedResource list = resource().failed(Reason.FORBIDDEN, 1).scanned(scan);

        assertThat(list.known().outage()).isPresent();
        assertThat(list.failed(Reason.FORBIDDEN, 2).last()).isEqualTo(new Unchanged());
    }

    @Test
    void a_list_that_is_reached_can_be_stale() {
        ObservedResource list = resource().failed(Reason.FORBIDDEN, 1);

        assertThat(list.judge(new Reached(TARGET, 0, START, 1)).last()).isEqualTo(new Stale(1, 0));
    }

    /** A scan carries no state, so it cannot revert one; but it is reported once, however often it is sent. */
    @Test
    void a_scan_is_reported_once_whatever_became_known_meanwhile() {
        ObservedResource list = resource().failed(Reason.FORBIDDEN, 1);
        ScanCompleted scan = new ScanCompleted("maps-keys", "/subscriptions/s/", START, 0, 0, 0, 0, 0, true);
        Scanned scanned = new Scanned(TARGET, 0, START, scan);

        assertThat(list.judge(scanned).last()).isInstanceOf(Accepted.class);
        assertThat(list.judge(scanned).last()).isEqualTo(new Unchanged());
    }

    @Test
    void a_scan_whose_counts_do_not_add_up_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScanCompleted("maps-keys", "/subscriptions/s/", START, 4, 2, 1, 1, 1, false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScanCompleted("maps-keys", "/subscriptions/s/", START, 3, 2, 2, 1, 1, false));
    }
}
