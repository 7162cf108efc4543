package io.armwatch.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** How a source compares two states of a resource: pure functions of JSON states. */
public interface StateComparison {
    /** The incidents that a resource shows when it is seen for the first time, published beside its discovery. */
    Detection firstSight(JsonNode state);

    /** The incidents visible in a state that an earlier version stored (and reported); none if it cannot be read. */
    List<Incident> initialIncidents(JsonNode state);

    /** Whether two states are the same, volatile fields and spelling aside. */
    boolean isSame(JsonNode before, JsonNode after);

    /**
     * The changes to publish between two states, and the incidents open afterwards. Without a difference there are no
     * changes.
     *
     * @param open the incidents that are open in the known state
     */
    Detection changes(JsonNode before, List<Incident> open, JsonNode after);

    /** The deadlines of a state; none if it cannot be read. */
    default List<Deadline> deadlines(JsonNode state) {
        return List.of();
    }

    /** The version of the source's record: it rises when the record begins or ceases to keep a property. */
    default int recordVersion() {
        return 1;
    }

    /**
     * A state of another record in the form of the present one. A property that an older record did not keep gets the value of the
     * present state, so it is no difference: an upgrade of armwatch reports nothing by itself. Of a newer record, after a return to an
     * older armwatch, only the properties that the present state has remain.
     *
     * @param version the version of the record in {@code before}, another than {@link #recordVersion}
     */
    default JsonNode inPresentRecord(JsonNode before, int version, JsonNode after) {
        return before;
    }

    /** Whether resources of this source are published as discovered and deleted. Lists are not. */
    boolean reportsExistence();
}
