package io.armwatch.management.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.management.view.EventRecord;
import io.armwatch.management.view.RecentEvents;
import java.util.List;
import java.util.Optional;

/** The latest events, whole, the latest first. */
final class EventList {
    private static final int USUAL_LIMIT = 50;

    private EventList() {}

    /** Those that a request asks for: of one type, or about one resource. */
    static RowPage<JsonNode> of(RecentEvents events, Query query) {
        Optional<String> type = query.text("type");
        Optional<String> resource = query.lower("resource");
        List<EventRecord> found = events.latest().stream()
                .filter(event -> type.isEmpty() || event.type().equals(type.get()))
                .filter(event -> resource.isEmpty() || event.resource().equals(resource.get()))
                .toList();
        return RowPage.of(found, query, USUAL_LIMIT, EventRecord::tree);
    }
}
