package io.armwatch.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Change.CertificateUnreadable;
import io.armwatch.change.Change.PollFailed;
import io.armwatch.change.Change.PollRecovered;
import io.armwatch.change.Change.ResourceChanged;
import io.armwatch.change.Change.ResourceDeleted;
import io.armwatch.change.Change.ResourceDiscovered;
import io.armwatch.change.Change.ScanCompleted;
import io.armwatch.change.Judgement.Accepted;
import io.armwatch.change.Judgement.Nothing;
import io.armwatch.change.Judgement.Stale;
import io.armwatch.change.Judgement.Verdict;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgementTest {
    private static final Target TARGET = new Target(
            "maps-keys", ArmId.of("/subscriptions/s/resourceGroups/g/providers/Microsoft.Maps/accounts/maps"), "");
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final JsonNode ONE = state("one");
    private static final JsonNode TWO = state("two");
    private static final CertificateUnreadable STANDING = new CertificateUnreadable(Optional.empty(), "not-x509");

    /** A state differs in its text; one that is bad fails already on first sight. */
    private record TestDiffer(boolean tellsExistence) implements Differ {
        @Override
        public List<Change> firstSight(JsonNode state) {
            return state.equals(state("bad")) ? List.of(STANDING) : List.of();
        }

        @Override
        public boolean same(JsonNode before, JsonNode after) {
            return before.equals(after);
        }

        @Override
        public List<Change> changes(JsonNode before, JsonNode after) {
            return same(before, after)
                    ? List.of()
                    : List.of(new ResourceChanged(List.of(new Difference("", before, after))));
        }
    }

    /** A resource as it is judged, one observation after the other, a minute apart. */
    private static final class Resource {
        private final Judgement judgement;
        private final Differ differ;
        private final List<Occurrence> told = new ArrayList<>();
        private Optional<KnownState> known = Optional.empty();
        private Instant now = START;
        private Verdict last = new Nothing();

        Resource(int confirmations, boolean tellsExistence) {
            this.judgement = new Judgement(confirmations);
            this.differ = new TestDiffer(tellsExistence);
        }

        long revision() {
            return known.map(KnownState::revision).orElse(0L);
        }

        KnownState known() {
            return known.orElseThrow();
        }

        Resource judge(Observation observation) {
            told.clear();
            boolean accepts = judgement.accepts(known, observation, differ);
            last = judgement.judge(known, observation, differ);
            assertThat(accepts).as("%s is %s", observation, last).isEqualTo(last instanceof Accepted);
            if (last instanceof Accepted accepted) {
                known = Optional.of(accepted.known());
                told.addAll(accepted.occurrences());
            }
            now = now.plusSeconds(60);
            return this;
        }

        Resource seen(JsonNode state) {
            return judge(new Seen(TARGET, revision(), now, state, Optional.empty(), 0));
        }

        Resource seenAfter(int failedAttempts, JsonNode state) {
            return judge(new Seen(TARGET, revision(), now, state, Optional.empty(), failedAttempts));
        }

        Resource absent() {
            return judge(new Absent(TARGET, revision(), now, failure(Reason.MISSING, 1), false));
        }

        Resource confirmedAbsent() {
            return judge(new Absent(TARGET, revision(), now, failure(Reason.MISSING, 1), true));
        }

        Resource reached(int failedAttempts) {
            return judge(new Reached(TARGET, revision(), now, failedAttempts));
        }

        Resource scanned(ScanCompleted scan) {
            return judge(new Scanned(TARGET, revision(), now, scan));
        }

        Resource failed(Reason reason, int attempts) {
            return judge(new Failed(TARGET, revision(), now, failure(reason, attempts)));
        }

        List<Change> changes() {
            return told.stream().map(Occurrence::change).toList();
        }
    }

    private static JsonNode state(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text);
    }

    private static Failure failure(Reason reason, int attempts) {
        return new Failure(
                reason, Optional.of(404), Optional.of("Code"), Optional.of("words"), attempts, Optional.of(START));
    }

    private static Resource resource() {
        return new Resource(3, true);
    }

    private static PollFailed pollFailed(Reason reason, Instant since, int attempts) {
        return new PollFailed(
                "maps-keys",
                reason,
                Optional.of(404),
                Optional.of("Code"),
                Optional.of("words"),
                since,
                attempts,
                Optional.of(START));
    }

    @Test
    void first_sight_is_a_discovery_with_revision_one_and_no_time_before() {
        Resource resource = resource().seen(ONE);

        assertThat(resource.told)
                .containsExactly(new Occurrence(TARGET, 1, START, Optional.empty(), new ResourceDiscovered(ONE)));
        assertThat(resource.known())
                .isEqualTo(new KnownState(TARGET, 1, Optional.of(START), Optional.of(ONE), false, 0, Optional.empty()));
    }

    @Test
    void first_sight_tells_what_fails_already() {
        assertThat(resource().seen(state("bad")).changes())
                .containsExactly(new ResourceDiscovered(state("bad")), STANDING);
    }

    @Test
    void a_difference_is_told_between_the_two_times_with_the_next_revision() {
        Resource resource = resource().seen(ONE).seen(TWO);

        ResourceChanged change = new ResourceChanged(List.of(new Difference("", ONE, TWO)));
        assertThat(resource.told)
                .containsExactly(new Occurrence(TARGET, 2, START.plusSeconds(60), Optional.of(START), change));
        assertThat(resource.known().state()).contains(TWO);
        assertThat(resource.known().observedAt()).contains(START.plusSeconds(60));
    }

    @Test
    void the_same_state_again_is_nothing() {
        assertThat(resource().seen(ONE).seen(ONE).last).isEqualTo(new Nothing());
    }

    @Test
    void an_answer_compared_with_an_earlier_revision_is_stale() {
        Resource resource = resource().seen(ONE).seen(TWO);

        resource.judge(new Seen(TARGET, 1, START, ONE, Optional.empty(), 0));

        assertThat(resource.last).isEqualTo(new Stale(2, 1));
        assertThat(resource.known().state()).contains(TWO);
    }

    @Test
    void an_observation_that_comes_twice_is_judged_once() {
        Observation change = new Seen(TARGET, 1, START.plusSeconds(60), TWO, Optional.empty(), 0);

        Resource resource = resource().seen(ONE).judge(change).judge(change);

        assertThat(resource.last).isEqualTo(new Stale(2, 1));
    }

    @Test
    void an_observation_ahead_of_what_is_known_is_stale_too() {
        assertThat(resource().seen(ONE).judge(new Seen(TARGET, 2, START, TWO, Optional.empty(), 0)).last)
                .isEqualTo(new Stale(1, 2));
    }

    @Test
    void an_observation_of_something_unknown_that_was_compared_with_a_state_is_stale() {
        assertThat(resource().judge(new Seen(TARGET, 7, START, ONE, Optional.empty(), 0)).last)
                .isEqualTo(new Stale(0, 7));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stale_failures_and_absences_are_stale_as_well(boolean failed) {
        Failure failure = failure(Reason.MISSING, 1);
        Observation late = failed ? new Failed(TARGET, 0, START, failure) : new Absent(TARGET, 0, START, failure, true);

        assertThat(resource().seen(ONE).judge(late).last).isEqualTo(new Stale(1, 0));
    }

    @Test
    void the_time_before_is_when_the_state_was_last_seen_unchanged() {
        Resource resource = resource().seen(ONE);
        Instant seenAgain = START.plusSeconds(30);

        resource.judge(new Seen(TARGET, 1, START.plusSeconds(60), TWO, Optional.of(seenAgain), 0));

        assertThat(resource.told).extracting(Occurrence::previouslyObservedAt).containsExactly(Optional.of(seenAgain));
    }

    @Test
    void the_time_before_is_never_earlier_than_the_known_state_s() {
        Resource resource = resource().seen(ONE);
        Instant earlier = START.minusSeconds(30);

        resource.judge(new Seen(TARGET, 1, START.plusSeconds(60), TWO, Optional.of(earlier), 0));

        assertThat(resource.told).extracting(Occurrence::previouslyObservedAt).containsExactly(Optional.of(START));
    }

    @Test
    void missing_once_and_seen_again_is_no_event() {
        Resource resource = resource().seen(ONE).absent();
        assertThat(resource.changes()).isEmpty();
        assertThat(resource.known().missing()).isEqualTo(1);

        resource.seen(ONE);

        assertThat(resource.changes()).isEmpty();
        assertThat(resource.known().missing()).isZero();
    }

    @Test
    void missing_that_was_interrupted_is_counted_anew() {
        Resource resource =
                resource().seen(ONE).absent().absent().seen(ONE).absent().absent();

        assertThat(resource.changes()).isEmpty();
        assertThat(resource.known().deleted()).isFalse();
    }

    @Test
    void missing_and_back_otherwise_is_told_as_a_change() {
        assertThat(resource().seen(ONE).absent().seen(TWO).changes())
                .containsExactly(new ResourceChanged(List.of(new Difference("", ONE, TWO))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void missing_as_often_as_wanted_is_a_deletion(int confirmations) {
        Resource resource = new Resource(confirmations, true).seen(ONE);
        for (int i = 1; i < confirmations; i++) {
            assertThat(resource.absent().changes()).isEmpty();
        }

        resource.absent();

        assertThat(resource.told)
                .containsExactly(new Occurrence(
                        TARGET,
                        1 + confirmations,
                        START.plusSeconds(60L * confirmations),
                        Optional.of(START),
                        new ResourceDeleted(ONE)));
        assertThat(resource.known().deleted()).isTrue();
        assertThat(resource.known().state()).isEmpty();
    }

    @Test
    void a_deletion_is_told_once() {
        assertThat(new Resource(1, true).seen(ONE).absent().absent().last).isEqualTo(new Nothing());
    }

    @Test
    void what_returns_is_discovered_anew_and_its_revision_goes_on() {
        Resource resource = new Resource(1, true).seen(ONE).absent().seen(ONE);

        assertThat(resource.told)
                .containsExactly(new Occurrence(
                        TARGET, 3, START.plusSeconds(120), Optional.of(START), new ResourceDiscovered(ONE)));
        assertThat(resource.known().deleted()).isFalse();
    }

    @Test
    void what_was_never_seen_and_is_missing_is_told_once_as_a_poll_that_failed() {
        Resource resource = resource().absent().absent();
        assertThat(resource.changes()).isEmpty();

        resource.absent();

        assertThat(resource.changes()).containsExactly(pollFailed(Reason.MISSING, START.plusSeconds(120), 1));
        assertThat(resource.absent().last).isEqualTo(new Nothing());
    }

    @Test
    void what_was_missing_from_the_start_and_appears_is_recovered_and_discovered() {
        Resource resource = new Resource(1, true).absent().seenAfter(4, ONE);

        assertThat(resource.changes())
                .containsExactly(new PollRecovered("maps-keys", START, 4), new ResourceDiscovered(ONE));
    }

    @Test
    void an_outage_is_told_when_it_begins() {
        Resource resource = resource().seen(ONE).failed(Reason.FORBIDDEN, 1);

        assertThat(resource.told)
                .containsExactly(new Occurrence(
                        TARGET,
                        2,
                        START.plusSeconds(60),
                        Optional.of(START),
                        pollFailed(Reason.FORBIDDEN, START.plusSeconds(60), 1)));
        assertThat(resource.known().state()).contains(ONE);
    }

    @Test
    void an_outage_that_goes_on_is_nothing() {
        assertThat(resource().failed(Reason.FORBIDDEN, 1).failed(Reason.FORBIDDEN, 2).last)
                .isEqualTo(new Nothing());
    }

    @Test
    void an_outage_for_another_reason_is_told_again_with_the_time_it_began() {
        Resource resource = resource().failed(Reason.FORBIDDEN, 1).failed(Reason.TIMEOUT, 5);

        assertThat(resource.changes()).containsExactly(pollFailed(Reason.TIMEOUT, START, 5));
    }

    @Test
    void attempts_go_on_where_another_process_has_counted_from_one() {
        Resource resource = resource().failed(Reason.FORBIDDEN, 7).failed(Reason.TIMEOUT, 1);

        assertThat(resource.changes()).containsExactly(pollFailed(Reason.TIMEOUT, START, 8));
    }

    @Test
    void an_outage_s_end_is_told_with_the_attempts_that_failed() {
        Resource resource = resource().seen(ONE).failed(Reason.TIMEOUT, 1).seenAfter(9, ONE);

        assertThat(resource.changes()).containsExactly(new PollRecovered("maps-keys", START.plusSeconds(60), 9));
        assertThat(resource.known().outage()).isEmpty();
    }

    @Test
    void the_attempts_of_an_outage_are_at_least_those_already_told() {
        assertThat(resource().failed(Reason.TIMEOUT, 4).seen(ONE).changes())
                .contains(new PollRecovered("maps-keys", START, 4));
    }

    @Test
    void a_change_during_an_outage_is_told_after_the_recovery() {
        assertThat(resource().seen(ONE).failed(Reason.TIMEOUT, 1).seen(TWO).changes())
                .hasExactlyElementsOfTypes(PollRecovered.class, ResourceChanged.class);
    }

    @Test
    void a_deletion_during_an_outage_ends_it() {
        Resource resource =
                new Resource(1, true).seen(ONE).failed(Reason.TIMEOUT, 1).absent();

        assertThat(resource.changes())
                .containsExactly(new PollRecovered("maps-keys", START.plusSeconds(60), 1), new ResourceDeleted(ONE));
        assertThat(resource.known().outage()).isEmpty();
    }

    @Test
    void an_outage_after_a_deletion_ends_when_it_is_missing_again() {
        Resource resource = new Resource(1, true).seen(ONE).absent().failed(Reason.TIMEOUT, 1);

        resource.absent();

        assertThat(resource.changes()).hasExactlyElementsOfTypes(PollRecovered.class);
        assertThat(resource.absent().last).isEqualTo(new Nothing());
    }

    @Test
    void a_second_view_is_discovered_without_a_word() {
        Resource resource = new Resource(1, false).seen(ONE);

        assertThat(resource.changes()).isEmpty();
        assertThat(resource.known().state()).contains(ONE);
    }

    @Test
    void a_second_view_is_gone_without_a_word() {
        Resource resource = new Resource(1, false).seen(ONE).absent();

        assertThat(resource.changes()).isEmpty();
        assertThat(resource.known().deleted()).isTrue();
        assertThat(resource.known().state()).isEmpty();
    }

    @Test
    void a_deletion_needs_at_least_one_answer() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Judgement(0));
    }

    @Test
    void an_absence_that_a_complete_list_shows_too_is_a_deletion_at_once() {
        Resource resource = resource().seen(ONE).confirmedAbsent();

        assertThat(resource.changes()).containsExactly(new ResourceDeleted(ONE));
        assertThat(resource.known().deleted()).isTrue();
        assertThat(resource.confirmedAbsent().last).isEqualTo(new Nothing());
    }

    @Test
    void a_list_that_can_be_read_and_could_before_is_nothing_new() {
        assertThat(resource().reached(0).last).isEqualTo(new Nothing());
    }

    @Test
    void a_list_that_can_be_read_again_has_recovered_once() {
        Resource list = resource().failed(Reason.FORBIDDEN, 1).reached(4);

        assertThat(list.changes()).containsExactly(new PollRecovered("maps-keys", START, 4));
        assertThat(list.known().outage()).isEmpty();
        assertThat(list.reached(0).last).isEqualTo(new Nothing());
    }

    @Test
    void a_list_that_was_missing_once_and_is_back_is_told_to_nobody() {
        Resource list = resource().absent().reached(0);

        assertThat(list.last).isInstanceOf(Accepted.class);
        assertThat(list.changes()).isEmpty();
        assertThat(list.known().missing()).isZero();
    }

    @Test
    void a_list_that_stays_missing_fails_and_recovers() {
        Resource list = resource().absent().absent().absent();
        assertThat(list.changes()).singleElement().isInstanceOf(PollFailed.class);

        assertThat(list.reached(3).changes()).singleElement().isInstanceOf(PollRecovered.class);
    }

    @Test
    void every_scan_is_told_and_has_a_revision_of_its_own() {
        ScanCompleted scan = new ScanCompleted("maps-keys", "/subscriptions/s/", START, 3, 2, 1, 1, 1, false);
        Resource list = resource().scanned(scan);
        assertThat(list.changes()).containsExactly(scan);
        assertThat(list.revision()).isEqualTo(1);

        assertThat(list.scanned(scan).changes()).containsExactly(scan);
        assertThat(list.told).extracting(Occurrence::revision).containsExactly(2L);
    }

    @Test
    void a_scan_ends_no_outage() {
        ScanCompleted scan = new ScanCompleted("maps-keys", "/subscriptions/s/", START, 0, 0, 0, 0, 0, false);
        Resource list = resource().failed(Reason.FORBIDDEN, 1).scanned(scan);

        assertThat(list.known().outage()).isPresent();
        assertThat(list.failed(Reason.FORBIDDEN, 2).last).isEqualTo(new Nothing());
    }

    @Test
    void a_list_that_is_reached_can_be_stale() {
        Resource list = resource().failed(Reason.FORBIDDEN, 1);

        assertThat(list.judge(new Reached(TARGET, 0, START, 1)).last).isEqualTo(new Stale(1, 0));
    }

    /** It says nothing of a state, so there is none that it could turn back; but it is told once, however often it is sent. */
    @Test
    void a_scan_is_told_once_whatever_became_known_meanwhile() {
        Resource list = resource().failed(Reason.FORBIDDEN, 1);
        ScanCompleted scan = new ScanCompleted("maps-keys", "/subscriptions/s/", START, 0, 0, 0, 0, 0, true);
        Scanned scanned = new Scanned(TARGET, 0, START, scan);

        assertThat(list.judge(scanned).last).isInstanceOf(Accepted.class);
        assertThat(list.judge(scanned).last).isEqualTo(new Nothing());
    }

    @Test
    void counts_that_do_not_add_up_are_no_scan() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScanCompleted("maps-keys", "/subscriptions/s/", START, 4, 2, 1, 1, 1, false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScanCompleted("maps-keys", "/subscriptions/s/", START, 3, 2, 2, 1, 1, false));
    }
}
