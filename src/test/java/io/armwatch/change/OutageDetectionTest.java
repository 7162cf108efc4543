package io.armwatch.change;

import static io.armwatch.change.ObservedResource.ONE;
import static io.armwatch.change.ObservedResource.START;
import static io.armwatch.change.ObservedResource.TARGET;
import static io.armwatch.change.ObservedResource.TWO;
import static io.armwatch.change.ObservedResource.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.Change.PollFailed;
import io.armwatch.change.Change.PollRecovered;
import io.armwatch.change.Change.ResourceChanged;
import io.armwatch.change.Change.ResourceDeleted;
import io.armwatch.change.Change.ResourceDiscovered;
import io.armwatch.change.ChangeDetection.Unchanged;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutageDetectionTest {
    private static PollFailed pollFailed(Reason reason, Instant since, int attempts) {
        return new PollFailed(
                "maps-keys",
                Optional.empty(),
                reason,
                Optional.of(404),
                Optional.of("Code"),
                Optional.of("words"),
                since,
                attempts,
                Optional.of(START));
    }

    @Test
    void a_missing_resource_that_was_never_seen_is_reported_once_as_a_failed_poll() {
        ObservedResource resource = resource().absent().absent();
        assertThat(resource.changes()).isEmpty();

        resource.absent();

        assertThat(resource.changes()).containsExactly(pollFailed(Reason.MISSING, START.plusSeconds(120), 1));
        assertThat(resource.absent().last()).isEqualTo(new Unchanged());
    }

    @Test
    void what_was_missing_from_the_start_and_appears_is_recovered_and_discovered() {
        ObservedResource resource = new ObservedResource(1, true).absent().seenAfter(4, ONE);

        assertThat(resource.changes())
                .containsExactly(
                        new PollRecovered("maps-keys", Optional.empty(), START, 4), new ResourceDiscovered(ONE));
    }

    @Test
    void an_outage_is_reported_when_it_begins() {
        ObservedResource resource = resource().seen(ONE).failed(Reason.FORBIDDEN, 1);

        assertThat(resource.told())
                .containsExactly(new DetectedChange(
                        TARGET,
                        START,
                        2,
                        START.plusSeconds(60),
                        Optional.of(START),
                        Labels.NONE,
                        pollFailed(Reason.FORBIDDEN, START.plusSeconds(60), 1)));
        assertThat(resource.known().state()).contains(ONE);
    }

    @Test
    void a_continuing_outage_is_not_reported_again() {
        assertThat(resource()
                        .failed(Reason.FORBIDDEN, 1)
                        .failed(Reason.FORBIDDEN, 2)
                        .last())
                .isEqualTo(new Unchanged());
    }

    @Test
    void an_outage_for_another_reason_is_reported_again_with_its_start_time() {
        ObservedResource resource = resource().failed(Reason.FORBIDDEN, 1).failed(Reason.TIMEOUT, 5);

        assertThat(resource.changes()).containsExactly(pollFailed(Reason.TIMEOUT, START, 5));
    }

    @Test
    void attempts_go_on_where_another_process_has_counted_from_one() {
        ObservedResource resource = resource().failed(Reason.FORBIDDEN, 7).failed(Reason.TIMEOUT, 1);

        assertThat(resource.changes()).containsExactly(pollFailed(Reason.TIMEOUT, START, 8));
    }

    @Test
    void the_end_of_an_outage_is_reported_with_the_failed_attempts() {
        ObservedResource resource =
                resource().seen(ONE).failed(Reason.TIMEOUT, 1).seenAfter(9, ONE);

        assertThat(resource.changes())
                .containsExactly(new PollRecovered("maps-keys", Optional.empty(), START.plusSeconds(60), 9));
        assertThat(resource.known().outage()).isEmpty();
    }

    @Test
    void the_attempts_of_an_outage_are_at_least_those_already_reported() {
        assertThat(resource().failed(Reason.TIMEOUT, 4).seen(ONE).changes())
                .contains(new PollRecovered("maps-keys", Optional.empty(), START, 4));
    }

    @Test
    void a_change_during_an_outage_is_reported_after_the_recovery() {
        assertThat(resource().seen(ONE).failed(Reason.TIMEOUT, 1).seen(TWO).changes())
                .hasExactlyElementsOfTypes(PollRecovered.class, ResourceChanged.class);
    }

    @Test
    void a_deletion_during_an_outage_ends_it() {
        ObservedResource resource = new ObservedResource(1, true)
                .seen(ONE)
                .failed(Reason.TIMEOUT, 1)
                .absent();

        assertThat(resource.changes())
                .containsExactly(
                        new PollRecovered("maps-keys", Optional.empty(), START.plusSeconds(60), 1),
                        new ResourceDeleted(ONE));
        assertThat(resource.known().outage()).isEmpty();
    }

    @Test
    void an_outage_after_a_deletion_ends_when_it_is_missing_again() {
        ObservedResource resource =
                new ObservedResource(1, true).seen(ONE).absent().failed(Reason.TIMEOUT, 1);

        resource.absent();

        assertThat(resource.changes()).hasExactlyElementsOfTypes(PollRecovered.class);
        assertThat(resource.absent().last()).isEqualTo(new Unchanged());
    }
}
