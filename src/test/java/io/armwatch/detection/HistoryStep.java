package io.armwatch.detection;

import io.armwatch.change.Reason;
import java.util.List;

/** What may happen to a watched resource, and to armwatch. */
sealed interface HistoryStep {
    /** The resource changes, and is polled. */
    record Poll(List<Edit> edits) implements HistoryStep {}

    /**
     * One property changes.
     *
     * @param place counts the places of {@link io.armwatch.source.PossibleAnswers}
     * @param value 0 removes it, 1 makes it null, a higher number chooses one of the possible values
     */
    record Edit(int place, int value) {}

    /** The last observation comes once more. */
    record Repeat() implements HistoryStep {}

    /**
     * ARM says that the resource does not exist.
     *
     * @param confirmed whether a complete list lacks it too
     */
    record Absence(boolean confirmed) implements HistoryStep {}

    /** The poll fails. */
    record Outage(Reason reason) implements HistoryStep {}

    /** No scope covers the resource any more. */
    record Unwatch() implements HistoryStep {}

    /** Another process restores the local state from its changelog, with a clock that is ahead or behind. */
    record Restart(int hours) implements HistoryStep {}

    /** The clock jumps ahead or back. */
    record Jump(int hours) implements HistoryStep {}

    /** The local state and its changelog are lost; what consumers know is recalled from the public known states. */
    record Loss() implements HistoryStep {}
}
