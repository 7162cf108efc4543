package io.armwatch.change;

import static io.armwatch.change.ObservedResource.ONE;
import static io.armwatch.change.ObservedResource.STANDING;
import static io.armwatch.change.ObservedResource.START;
import static io.armwatch.change.ObservedResource.TARGET;
import static io.armwatch.change.ObservedResource.TWO;
import static io.armwatch.change.ObservedResource.failure;
import static io.armwatch.change.ObservedResource.resource;
import static io.armwatch.change.ObservedResource.state;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Change.CertificateRecovered;
import io.armwatch.change.Change.PollRecovered;
import io.armwatch.change.Change.ResourceChanged;
import io.armwatch.change.Change.ResourceDeleted;
import io.armwatch.change.Change.ResourceDiscovered;
import io.armwatch.change.ChangeDetection.Stale;
import io.armwatch.change.ChangeDetection.Unchanged;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeDetectionTest {
    @Test
    void the_first_observation_is_a_discovery_with_revision_one_and_no_previous_time() {
        ObservedResource resource = resource().seen(ONE);

        assertThat(resource.told())
                .containsExactly(new DetectedChange(
                        TARGET, START, 1, START, Optional.empty(), Labels.NONE, new ResourceDiscovered(ONE)));
        assertThat(resource.known())
                .isEqualTo(new KnownState(
                        TARGET,
                        Optional.of(START),
                        1,
                        Optional.of(START),
                        Optional.of(ONE),
                        false,
                        0,
                        Optional.empty(),
                        List.of()));
    }

    @Test
    void the_first_observation_reports_existing_failures() {
        assertThat(resource().seen(state("bad")).changes())
                .containsExactly(new ResourceDiscovered(state("bad")), STANDING);
    }

    @Test
    void a_difference_is_reported_with_both_times_and_the_next_revision() {
        ObservedResource resource = resource().seen(ONE).seen(TWO);

        ResourceChanged change = new ResourceChanged(List.of(new Difference("", ONE, TWO)));
        assertThat(resource.told())
                .containsExactly(new DetectedChange(
                        TARGET, START, 2, START.plusSeconds(60), Optional.of(START), Labels.NONE, change));
        assertThat(resource.known().state()).contains(TWO);
        assertThat(resource.known().observedAt()).contains(START.plusSeconds(60));
    }

    @Test
    void the_same_state_again_is_unchanged() {
        assertThat(resource().seen(ONE).seen(ONE).last()).isEqualTo(new Unchanged());
    }

    @Test
    void an_answer_compared_with_an_earlier_revision_is_stale() {
        ObservedResource resource = resource().seen(ONE).seen(TWO);

        resource.judge(new Seen(TARGET, 1, START, ONE, Optional.empty(), 0));

        assertThat(resource.last()).isEqualTo(new Stale(2, 1));
        assertThat(resource.known().state()).contains(TWO);
    }

    @Test
    void an_observation_that_arrives_twice_is_accepted_once() {
        Observation change = new Seen(TARGET, 1, START.plusSeconds(60), TWO, Optional.empty(), 0);

        ObservedResource resource = resource().seen(ONE).judge(change).judge(change);

        assertThat(resource.last()).isEqualTo(new Stale(2, 1));
    }

    @Test
    void an_observation_ahead_of_what_is_known_is_stale_too() {
        assertThat(resource()
                        .seen(ONE)
                        .judge(new Seen(TARGET, 2, START, TWO, Optional.empty(), 0))
                        .last())
                .isEqualTo(new Stale(1, 2));
    }

    @Test
    void an_observation_of_something_unknown_that_was_compared_with_a_state_is_stale() {
        assertThat(resource()
                        .judge(new Seen(TARGET, 7, START, ONE, Optional.empty(), 0))
                        .last())
                .isEqualTo(new Stale(0, 7));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stale_failures_and_absences_are_stale_as_well(boolean failed) {
        Failure failure = failure(Reason.MISSING, 1);
        Observation late = failed ? new Failed(TARGET, 0, START, failure) : new Absent(TARGET, 0, START, failure, true);

        assertThat(resource().seen(ONE).judge(late).last()).isEqualTo(new Stale(1, 0));
    }

    @Test
    void the_previous_time_is_when_the_state_was_last_seen_unchanged() {
        ObservedResource resource = resource().seen(ONE);
        Instant seenAgain = START.plusSeconds(30);

        resource.judge(new Seen(TARGET, 1, START.plusSeconds(60), TWO, Optional.of(seenAgain), 0));

        assertThat(resource.told())
                .extracting(DetectedChange::previouslyObservedAt)
                .containsExactly(Optional.of(seenAgain));
    }

    @Test
    void the_previous_time_is_never_before_the_known_state() {
        ObservedResource resource = resource().seen(ONE);
        Instant earlier = START.minusSeconds(30);

        resource.judge(new Seen(TARGET, 1, START.plusSeconds(60), TWO, Optional.of(earlier), 0));

        assertThat(resource.told())
                .extracting(DetectedChange::previouslyObservedAt)
                .containsExactly(Optional.of(START));
    }

    @Test
    void a_second_view_is_discovered_without_an_event() {
        ObservedResource resource = new ObservedResource(1, false).seen(ONE);

        assertThat(resource.changes()).isEmpty();
        assertThat(resource.known().state()).contains(ONE);
    }

    @Test
    void a_state_that_is_lost_twice_never_gives_an_id_that_was_there_before() {
        Set<List<Object>> incarnations = new HashSet<>();
        for (int loss = 0; loss < 3; loss++) {
            Instant at = START.plusSeconds(600L * loss);
            ObservedResource resource = resource()
                    .judge(new Seen(TARGET, 0, at, ONE, Optional.empty(), 0))
                    .judge(new Seen(TARGET, 1, at.plusSeconds(60), TWO, Optional.empty(), 0));

            assertThat(resource.told())
                    .allSatisfy(change -> assertThat(change.incarnation()).isEqualTo(at));
            assertThat(incarnations.add(List.of(at, resource.revision()))).isTrue();
        }
    }

    @Test
    void the_same_observations_give_the_same_incarnation() {
        Observation first = new Seen(TARGET, 0, START, ONE, Optional.empty(), 0);

        assertThat(resource().judge(first).told())
                .isEqualTo(resource().judge(first).told());
    }

    /** As the version before incarnations stored it: it has reported what stands in the state, and that is open. */
    @Test
    void an_upgrade_reports_nothing_by_itself_and_ends_what_the_earlier_version_began() {
        KnownState old = new KnownState(
                TARGET,
                Optional.empty(),
                7,
                Optional.of(START),
                Optional.of(state("bad")),
                false,
                0,
                Optional.empty(),
                List.of());
        ObservedResource resource = new ObservedResource(1, true).knowing(old);

        assertThat(resource.seen(state("bad")).last()).isEqualTo(new Unchanged());

        resource.judge(new Failed(TARGET, 7, START.plusSeconds(60), failure(Reason.TIMEOUT, 1)));
        assertThat(resource.told()).singleElement().satisfies(change -> {
            assertThat(change.incarnation()).isEqualTo(START.plusSeconds(60));
            assertThat(change.revision()).isEqualTo(8);
        });
        assertThat(resource.known().incidents()).containsExactly(ObservedResource.OPEN);
        assertThat(resource.absent().changes())
                .hasExactlyElementsOfTypes(PollRecovered.class, CertificateRecovered.class, ResourceDeleted.class);
    }

    @Test
    void a_resource_that_has_lost_its_tags_has_none() {
        ObservedResource resource = resource();
        ObjectNode tagged = JsonNodeFactory.instance.objectNode();
        tagged.putObject("tags").put("team", "geo");

        resource.seen(tagged);
        assertThat(resource.told()).allMatch(change -> change.labels().tags().isPresent());
        resource.seen(TWO);

        assertThat(resource.told())
                .isNotEmpty()
                .allMatch(change -> change.labels().isNone());
    }

    /** The tags of a resource go before those of its parent; one that has no region is in that of its parent. */
    @Test
    void what_the_state_lacks_comes_from_the_list() {
        ObservedResource resource = resource();
        ObjectNode tagged = JsonNodeFactory.instance.objectNode();
        tagged.putObject("tags").put("team", "geo");
        Labels parent = new Labels(Optional.of("westus"), Optional.of(JsonNodeFactory.instance.objectNode()));

        resource.judge(new Seen(TARGET, 0, START, tagged, Optional.empty(), 0, Optional.of(parent), 1));

        assertThat(resource.told())
                .singleElement()
                .satisfies(change -> assertThat(change.labels())
                        .isEqualTo(new Labels(Optional.of("westus"), Optional.of(tagged.get("tags")))));
    }

    @Test
    void every_event_carries_the_region_and_tags_that_a_list_has_shown() {
        Labels shown = new Labels(Optional.of("westus"), Optional.empty());
        ObservedResource resource = resource();
        List<DetectedChange> all = new ArrayList<>();

        all.addAll(resource.judge(new Seen(TARGET, 0, START, ONE, Optional.empty(), 0, Optional.of(shown), 1))
                .told());
        all.addAll(resource.judge(new Seen(TARGET, 1, START.plusSeconds(60), TWO, Optional.empty(), 0))
                .told());
        all.addAll(resource.failed(Reason.FORBIDDEN, 1).told());
        all.addAll(resource.confirmedAbsent().told());

        assertThat(all)
                .hasSize(5)
                .allSatisfy(change -> assertThat(change.labels()).isEqualTo(shown));
    }
}
