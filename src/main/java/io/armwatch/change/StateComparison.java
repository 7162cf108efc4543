package io.armwatch.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a source knows about the changes of its resources: pure functions of states, as known or as observed. */
public interface StateComparison {
    /** What is published beside the discovery when a resource is seen for the first time: the incidents that stand already. */
    Detection firstSight(JsonNode state);

    /** The incidents that stand in a state that an earlier version stored, and reported; none where it cannot be read. */
    List<Incident> initialIncidents(JsonNode state);

    /** Whether two answers show the same state. */
    boolean same(JsonNode before, JsonNode after);

    /**
     * All that differs and is published, and what becomes of the open incidents: no change where the states are the same.
     *
     * @param open the incidents that are open with the state before
     */
    Detection changes(JsonNode before, List<Incident> open, JsonNode after);

    /** Whether a resource of this source is told as discovered and deleted: not where it is a list. */
    boolean reportsExistence();
}
