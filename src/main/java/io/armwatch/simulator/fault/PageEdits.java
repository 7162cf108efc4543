package io.armwatch.simulator.fault;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.armwatch.simulator.fault.FaultEffect.Edit;
import io.armwatch.simulator.wire.WireJson;
import java.util.function.Predicate;

/** Edits the items of a page. Responses that are not pages stay unchanged. */
final class PageEdits {
    /** Marks a next link to the items that the empty page before should have held. */
    private static final String LATER = "later";

    private PageEdits() {}

    /** Removes the items whose id matches. */
    static Edit without(Predicate<String> id) {
        return (request, answer) -> WireJson.edited(answer, body -> {
            if (body.get("value") instanceof ArrayNode items) {
                items.removeIf(item -> id.test(item.path("id").asText()));
            }
        });
    }

    /** Removes all items and keeps the next link, so the page's items are lost. */
    static Edit none() {
        return without(id -> true);
    }

    /** Sends an empty page first, whose next link leads to the page's items, so nothing is lost. */
    static Edit later() {
        return (request, answer) -> request.params().contains(LATER)
                ? answer
                : WireJson.edited(answer, body -> {
                    if (body.get("value") instanceof ArrayNode items) {
                        items.removeAll();
                        body.put("nextLink", PageLinks.self(request) + "&" + LATER + "=1");
                    }
                });
    }
}
