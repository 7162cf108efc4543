package io.armwatch.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Change.ResourceChanged;
import io.armwatch.change.ChangeDetection.Accepted;
import io.armwatch.change.ChangeDetection.DetectionResult;
import io.armwatch.change.ChangeDetection.Stale;
import io.armwatch.change.ChangeDetection.Unchanged;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Recalled;
import io.armwatch.change.Observation.Seen;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An upgrade of armwatch whose source keeps one more property. */
class RecordVersionTest {
    private final ChangeDetection detection = new ChangeDetection(3);
    private Optional<KnownState> known = Optional.empty();
    private Versioned comparison = new Versioned(1);

    /** A source whose record keeps the property {@code added} since version 2. */
    private record Versioned(int recordVersion) implements StateComparison {
        @Override
        public Detection firstSight(JsonNode state) {
            return Detection.NOTHING;
        }

        @Override
        public List<Incident> initialIncidents(JsonNode state) {
            return List.of();
        }

        @Override
        public boolean isSame(JsonNode before, JsonNode after) {
            return Differences.between(before, after).isEmpty();
        }

        @Override
        public Detection changes(JsonNode before, List<Incident> open, JsonNode after) {
            List<Difference> differences = Differences.between(before, after);
            return new Detection(differences.isEmpty() ? List.of() : List.of(new ResourceChanged(differences)), open);
        }

        @Override
        public JsonNode inPresentRecord(JsonNode before, int version, JsonNode after) {
            ObjectNode present = before.deepCopy();
            if (version == 2) {
                return present.without("added");
            }
            Optional.ofNullable(after.get("added")).ifPresent(added -> present.set("added", added));
            return present;
        }

        @Override
        public boolean reportsExistence() {
            return true;
        }
    }

    @Test
    void a_property_that_the_older_record_did_not_keep_is_taken_over_without_an_event() {
        see(state("one"));
        upgrade();

        assertThat(see(state("one").put("added", "x"))).isEmpty();

        assertThat(known.orElseThrow().recordVersion()).isEqualTo(2);
        assertThat(see(state("one").put("added", "y"))).containsExactly("/added");
    }

    @Test
    void another_difference_is_reported_alone() {
        see(state("one"));
        upgrade();

        assertThat(see(state("two").put("added", "x"))).containsExactly("/text");
    }

    @Test
    void a_property_that_appears_after_the_upgrade_is_reported() {
        see(state("one"));
        upgrade();

        assertThat(see(state("one"))).isEmpty();

        assertThat(see(state("one").put("added", "x"))).containsExactly("/added");
    }

    @Test
    void the_state_is_taken_over_once() {
        see(state("one"));
        upgrade();
        see(state("one"));

        assertThat(judge(seen(state("one"), 2))).isInstanceOf(Unchanged.class);
    }

    @Test
    void an_observation_of_the_older_record_is_stale_after_the_upgrade() {
        see(state("one"));
        upgrade();

        assertThat(judge(seen(state("two"), 1))).isInstanceOf(Stale.class);
    }

    @Test
    void the_version_stays_with_the_state_while_the_resource_is_missing() {
        see(state("one"));
        judge(new Absent(ObservedResource.TARGET, 1, ObservedResource.START, failure(), false));
        upgrade();

        assertThat(known.orElseThrow().recordVersion()).isEqualTo(1);
        assertThat(see(state("one").put("added", "x"))).isEmpty();
    }

    @Test
    void a_recalled_state_has_the_version_that_it_was_published_with() {
        upgrade();
        judge(new Recalled(
                ObservedResource.TARGET, 0, ObservedResource.START, state("one"), ObservedResource.START, 1));

        assertThat(see(state("one").put("added", "x"))).isEmpty();
    }

    @Test
    void a_return_to_the_older_version_reports_nothing_by_itself() {
        upgrade();
        see(state("one").put("added", "x"));
        comparison = new Versioned(1);

        assertThat(see(state("one"))).isEmpty();

        assertThat(known.orElseThrow().recordVersion()).isEqualTo(1);
        assertThat(see(state("two"))).containsExactly("/text");
    }

    private void upgrade() {
        comparison = new Versioned(2);
    }

    /** The paths of the differences that are published. */
    private List<String> see(JsonNode state) {
        Accepted accepted = (Accepted) judge(seen(state, comparison.recordVersion()));
        return accepted.changes().stream()
                .map(DetectedChange::change)
                .filter(ResourceChanged.class::isInstance)
                .flatMap(change -> ((ResourceChanged) change).changes().stream())
                .map(Difference::path)
                .toList();
    }

    private Seen seen(JsonNode state, int version) {
        long revision = known.map(KnownState::revision).orElse(0L);
        return new Seen(
                ObservedResource.TARGET,
                revision,
                ObservedResource.START,
                state,
                Optional.empty(),
                0,
                Optional.empty(),
                version);
    }

    private DetectionResult judge(Observation observation) {
        DetectionResult result = detection.compare(known, observation, comparison);
        assertThat(detection.accepts(known, observation, comparison)).isEqualTo(result instanceof Accepted);
        if (result instanceof Accepted accepted) {
            known = Optional.of(accepted.known());
        }
        return result;
    }

    private static ObjectNode state(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text);
    }

    private static Failure failure() {
        return ObservedResource.failure(Reason.MISSING, 1);
    }
}
