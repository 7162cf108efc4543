package io.armwatch.change;

import static io.armwatch.change.ObservedResource.ONE;
import static io.armwatch.change.ObservedResource.START;
import static io.armwatch.change.ObservedResource.TARGET;
import static io.armwatch.change.ObservedResource.TWO;
import static io.armwatch.change.ObservedResource.resource;
import static io.armwatch.change.ObservedResource.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.armwatch.azure.ArmId;
import io.armwatch.change.Change.CertificateRecovered;
import io.armwatch.change.Change.PollRecovered;
import io.armwatch.change.Change.ResourceChanged;
import io.armwatch.change.Change.ResourceDeleted;
import io.armwatch.change.Change.ResourceDiscovered;
import io.armwatch.change.Change.ResourceUnwatched;
import io.armwatch.change.ChangeDetection.Unchanged;
import io.armwatch.change.Observation.Seen;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When an absence is a deletion, and the end of watching. */
class AbsenceDetectionTest {
    @Test
    void missing_once_and_seen_again_publishes_no_event() {
        ObservedResource resource = resource().seen(ONE).absent();
        assertThat(resource.changes()).isEmpty();
        assertThat(resource.known().missing()).isEqualTo(1);

        resource.seen(ONE);

        assertThat(resource.changes()).isEmpty();
        assertThat(resource.known().missing()).isZero();
    }

    @Test
    void an_interrupted_absence_is_counted_from_the_beginning() {
        ObservedResource resource =
                resource().seen(ONE).absent().absent().seen(ONE).absent().absent();

        assertThat(resource.changes()).isEmpty();
        assertThat(resource.known().deleted()).isFalse();
    }

    @Test
    void missing_once_and_back_with_another_state_is_a_change() {
        assertThat(resource().seen(ONE).absent().seen(TWO).changes())
                .containsExactly(new ResourceChanged(List.of(new Difference("", ONE, TWO))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void missing_as_often_as_configured_is_a_deletion(int confirmations) {
        ObservedResource resource = new ObservedResource(confirmations, true).seen(ONE);
        for (int i = 1; i < confirmations; i++) {
            assertThat(resource.absent().changes()).isEmpty();
        }

        resource.absent();

        assertThat(resource.told())
                .containsExactly(new DetectedChange(
                        TARGET,
                        START,
                        1 + confirmations,
                        START.plusSeconds(60L * confirmations),
                        Optional.of(START),
                        Labels.NONE,
                        new ResourceDeleted(ONE)));
        assertThat(resource.known().deleted()).isTrue();
        assertThat(resource.known().state()).isEmpty();
    }

    @Test
    void a_deletion_is_reported_once() {
        assertThat(new ObservedResource(1, true).seen(ONE).absent().absent().last())
                .isEqualTo(new Unchanged());
    }

    @Test
    void a_returning_resource_is_discovered_with_the_next_revision() {
        ObservedResource resource =
                new ObservedResource(1, true).seen(ONE).absent().seen(ONE);

        assertThat(resource.told())
                .containsExactly(new DetectedChange(
                        TARGET,
                        START.plusSeconds(120),
                        3,
                        START.plusSeconds(120),
                        Optional.of(START),
                        Labels.NONE,
                        new ResourceDiscovered(ONE)));
        assertThat(resource.known().deleted()).isFalse();
    }

    @Test
    void a_second_view_disappears_without_an_event() {
        ObservedResource resource = new ObservedResource(1, false).seen(ONE).absent();

        assertThat(resource.changes()).isEmpty();
        assertThat(resource.known().deleted()).isTrue();
        assertThat(resource.known().state()).isEmpty();
    }

    @Test
    void a_deletion_needs_at_least_one_confirmation() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ChangeDetection(0));
    }

    @Test
    void an_absence_confirmed_by_a_complete_list_is_a_deletion_at_once() {
        ObservedResource resource = resource().seen(ONE).confirmedAbsent();

        assertThat(resource.changes()).containsExactly(new ResourceDeleted(ONE));
        assertThat(resource.known().deleted()).isTrue();
        assertThat(resource.confirmedAbsent().last()).isEqualTo(new Unchanged());
    }

    @Test
    void the_casing_of_the_first_sight_stays_until_a_deletion() {
        Target shouted = new Target(TARGET.source(), ArmId.of(TARGET.id().text().replace("/maps", "/MAPS")), "");
        ObservedResource resource = new ObservedResource(1, true).seen(ONE);

        resource.judge(new Seen(shouted, 1, START.plusSeconds(60), TWO, Optional.empty(), 0));
        assertThat(resource.told())
                .extracting(change -> change.target().id().text())
                .containsExactly(TARGET.id().text());

        resource.absent();
        resource.judge(new Seen(shouted, 3, START.plusSeconds(180), ONE, Optional.empty(), 0));
        assertThat(resource.told())
                .extracting(change -> change.target().id().text())
                .containsExactly(shouted.id().text());
    }

    @Test
    void a_deletion_ends_every_incident_before_it_is_reported() {
        ObservedResource resource = new ObservedResource(1, true)
                .seen(state("bad"))
                .failed(Reason.TIMEOUT, 1)
                .absent();

        assertThat(resource.changes())
                .hasExactlyElementsOfTypes(PollRecovered.class, CertificateRecovered.class, ResourceDeleted.class);
        assertThat(resource.known().incidents()).isEmpty();
    }

    @Test
    void what_is_no_longer_watched_is_reported_once_and_ends_what_is_open() {
        ObservedResource resource =
                resource().seen(state("bad")).failed(Reason.TIMEOUT, 1).unwatched();

        assertThat(resource.changes())
                .hasExactlyElementsOfTypes(PollRecovered.class, CertificateRecovered.class, ResourceUnwatched.class);
        assertThat(resource.changes())
                .filteredOn(CertificateRecovered.class::isInstance)
                .extracting(change -> ((CertificateRecovered) change).how())
                .containsExactly(How.UNWATCHED);
        assertThat(resource.unwatched().changes()).isEmpty();
    }
}
