package io.armwatch.simulator.fault;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.armwatch.simulator.fault.FaultEffect.Edit;
import io.armwatch.simulator.wire.WireJson;
import java.util.function.Predicate;

/** What can be wrong with the items of a page. Answers that are no page stay as they are. */
final class PageEdits {
    /** In a next link: the items that were not on the empty page before. */
    private static final String LATER = "later";

    private PageEdits() {}

    /** Leaves out the items whose id matches. */
    static Edit without(Predicate<String> id) {
        return (request, answer) -> WireJson.edited(answer, body -> {
            if (body.get("value") instanceof ArrayNode items) {
                items.removeIf(item -> id.test(item.path("id").asText()));
            }
        });
    }

    /** Leaves out all items and keeps the next link: what was on the page is lost. */
    static Edit none() {
        return without(id -> true);
    }

    /** An empty page whose next link leads to the items that it should have held: nothing is lost. */
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
