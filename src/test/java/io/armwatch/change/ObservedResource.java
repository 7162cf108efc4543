package io.armwatch.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.armwatch.azure.ArmId;
import io.armwatch.change.Change.CertificateUnreadable;
import io.armwatch.change.Change.ResourceChanged;
import io.armwatch.change.Change.ScanCompleted;
import io.armwatch.change.ChangeDetection.Accepted;
import io.armwatch.change.ChangeDetection.DetectionResult;
import io.armwatch.change.ChangeDetection.Forgotten;
import io.armwatch.change.ChangeDetection.Unchanged;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Reached;
import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Observation.Unwatched;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A resource whose observations are compared one after the other, a minute apart. */
final class ObservedResource {
    static final Target TARGET = new Target(
            "maps-keys", ArmId.of("/subscriptions/s/resourceGroups/g/providers/Microsoft.Maps/accounts/maps"), "");
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    static final JsonNode ONE = state("one");
    static final JsonNode TWO = state("two");
    static final CertificateUnreadable STANDING = new CertificateUnreadable(Optional.empty(), "not-x509");
    static final Incident OPEN = new Incident(
            Incident.UNREADABLE, 1, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("not-x509"));

    /** A state differs in its text; one that is bad fails already on first sight. */
    private record TestDiffer(boolean reportsExistence) implements StateComparison {
        @Override
        public Detection firstSight(JsonNode state) {
            return state.equals(state("bad")) ? new Detection(List.of(STANDING), List.of(OPEN)) : Detection.NOTHING;
        }

        @Override
        public List<Incident> initialIncidents(JsonNode state) {
            return firstSight(state).open();
        }

        @Override
        public boolean isSame(JsonNode before, JsonNode after) {
            return before.equals(after);
        }

        @Override
        public Detection changes(JsonNode before, List<Incident> open, JsonNode after) {
            return isSame(before, after)
                    ? new Detection(List.of(), open)
                    : new Detection(List.of(new ResourceChanged(List.of(new Difference("", before, after)))), open);
        }
    }

    private final ChangeDetection detection;
    private final StateComparison comparison;
    private final List<DetectedChange> told = new ArrayList<>();
    private Optional<KnownState> known = Optional.empty();
    private Instant now = START;
    private DetectionResult last = new Unchanged();

    ObservedResource(int confirmations, boolean tellsExistence) {
        this(new ChangeDetection(confirmations), tellsExistence);
    }

    ObservedResource(ChangeDetection detection, boolean tellsExistence) {
        this.detection = detection;
        this.comparison = new TestDiffer(tellsExistence);
    }

    /** It counts as deleted after three answers that it is absent. */
    static ObservedResource resource() {
        return new ObservedResource(3, true);
    }

    static JsonNode state(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text);
    }

    static Failure failure(Reason reason, int attempts) {
        return new Failure(
                reason, Optional.of(404), Optional.of("Code"), Optional.of("words"), attempts, Optional.of(START));
    }

    long revision() {
        return known.map(KnownState::revision).orElse(0L);
    }

    KnownState known() {
        return known.orElseThrow();
    }

    ObservedResource judge(Observation observation) {
        told.clear();
        boolean accepts = detection.accepts(known, observation, comparison);
        last = detection.compare(known, observation, comparison);
        assertThat(accepts).as("%s is %s", observation, last).isEqualTo(last instanceof Accepted);
        if (last instanceof Accepted accepted) {
            known = Optional.of(accepted.known());
            told.addAll(accepted.changes());
        } else if (last instanceof Forgotten) {
            known = Optional.empty();
        }
        now = now.plusSeconds(60);
        return this;
    }

    ObservedResource seen(JsonNode state) {
        return judge(new Seen(TARGET, revision(), now, state, Optional.empty(), 0));
    }

    ObservedResource seenAfter(int failedAttempts, JsonNode state) {
        return judge(new Seen(TARGET, revision(), now, state, Optional.empty(), failedAttempts));
    }

    ObservedResource absent() {
        return judge(new Absent(TARGET, revision(), now, failure(Reason.MISSING, 1), false));
    }

    ObservedResource confirmedAbsent() {
        return judge(new Absent(TARGET, revision(), now, failure(Reason.MISSING, 1), true));
    }

    ObservedResource reached(int failedAttempts) {
        return judge(new Reached(TARGET, revision(), now, failedAttempts));
    }

    ObservedResource knowing(KnownState state) {
        known = Optional.of(state);
        return this;
    }

    ObservedResource unwatched() {
        return judge(new Unwatched(TARGET, revision(), now));
    }

    ObservedResource scanned(ScanCompleted scan) {
        return judge(new Scanned(TARGET, revision(), now, scan));
    }

    ObservedResource failed(Reason reason, int attempts) {
        return judge(new Failed(TARGET, revision(), now, failure(reason, attempts)));
    }

    List<Change> changes() {
        return told.stream().map(DetectedChange::change).toList();
    }

    /** What the last observation came to. */
    DetectionResult last() {
        return last;
    }

    /** What the last observation reported. */
    List<DetectedChange> told() {
        return told;
    }
}
