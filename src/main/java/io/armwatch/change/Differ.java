package io.armwatch.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a source knows about the changes of its resources: pure functions of states, as known or as observed. */
public interface Differ {
    /** What a resource tells besides its discovery when it is seen for the first time: failures that are there already. */
    List<Change> firstSight(JsonNode state);

    /** Whether two answers show the same state. */
    boolean same(JsonNode before, JsonNode after);

    /** All that differs and is told: nothing where the states are the same. */
    List<Change> changes(JsonNode before, JsonNode after);

    /** Whether a resource of this source is told as discovered and deleted: not where it is a second view of another's. */
    boolean tellsExistence();
}
