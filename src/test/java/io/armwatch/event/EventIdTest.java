package io.armwatch.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.Change;
import io.armwatch.change.DetectedChange;
import io.armwatch.change.Labels;
import io.armwatch.change.Target;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes two events the same one. */
class EventIdTest {
    private static final DetectedChange ROTATION = EventExamples.of(EventExamples.MAPS, EventExamples.keyRotated());

    static Stream<DetectedChange> examples() {
        return EventExamples.all();
    }

    /** printf '%s' '<type>|<lower-cased id>|primary|2026-11-20T08:00:00Z|7' | sha256sum. */
    @Test
    void the_id_is_the_digest_of_type_resource_subject_incarnation_and_revision() {
        assertThat(Events.of(ROTATION).getId()).isEqualTo("ca44ae839f4f12428b01a1725d91241f");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void the_same_change_is_the_same_event(DetectedChange change) {
        assertThat(Events.of(change)).isEqualTo(Events.of(change));
    }

    @Test
    void the_id_does_not_depend_on_the_casing_of_the_resource() {
        DetectedChange shouted =
                at(ROTATION, EventExamples.target(ROTATION.target().id().text().toUpperCase(Locale.ROOT)));

        assertThat(Events.of(shouted).getId()).isEqualTo(Events.of(ROTATION).getId());
    }

    @Test
    void the_id_differs_with_incarnation_revision_type_subject_and_resource() {
        Change secondary = new Change.KeyRotated(
                "secondary",
                Optional.empty(),
                Optional.empty(),
                Optional.of("3fdba35f04dc8c46"),
                Optional.empty(),
                Optional.of("sha256"));
        Stream<DetectedChange> others = Stream.of(
                ROTATION,
                new DetectedChange(
                        ROTATION.target(),
                        ROTATION.incarnation().plusNanos(1),
                        7,
                        EventExamples.OBSERVED,
                        Optional.empty(),
                        Labels.NONE,
                        ROTATION.change()),
                new DetectedChange(
                        ROTATION.target(),
                        ROTATION.incarnation(),
                        8,
                        EventExamples.OBSERVED,
                        Optional.empty(),
                        Labels.NONE,
                        ROTATION.change()),
                EventExamples.of(EventExamples.MAPS, secondary),
                EventExamples.of(EventExamples.BATCH, ROTATION.change()),
                EventExamples.of(EventExamples.MAPS, new Change.ResourceDiscovered(EventExamples.state())),
                EventExamples.of(EventExamples.MAPS, new Change.ResourceDeleted(EventExamples.state())));

        assertThat(others.map(change -> Events.of(change).getId())).doesNotHaveDuplicates();
    }

    private static DetectedChange at(DetectedChange change, Target target) {
        return new DetectedChange(
                target,
                change.incarnation(),
                change.revision(),
                change.observedAt(),
                change.previouslyObservedAt(),
                Labels.NONE,
                change.change());
    }
}
