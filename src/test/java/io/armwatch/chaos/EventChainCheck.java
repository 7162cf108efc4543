package io.armwatch.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.it.ArmwatchFixture;
import io.armwatch.it.EventReader;
import io.armwatch.it.ReceivedEvent;
import io.armwatch.it.SimulatedAzure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks what a consumer of committed records got, for each resource: its events begin with its discovery, each goes on where the
 * one before ended, none is there twice, none reports what Azure did not show then, they end at what Azure showed last; each
 * revision up to the known one is published; and the known state is what Azure showed last.
 *
 * <p>It holds for Maps keys, Batch accounts and APIM subscriptions with any number of changes, also where polling has passed over
 * some, and with outages between them. A resource that is missing for a while takes revisions without events, and is
 * not for this checker.
 */
public final class EventChainCheck {
    private EventChainCheck() {}

    /** The violations once armwatch has published everything; see {@link ArmwatchFixture#settled}. Every resource of {@code shown} must be watched. */
    public static List<String> violations(ArmwatchFixture armwatch, SimulatedAzure azure, AzureHistory shown) {
        List<ReceivedEvent> told = armwatch.settled(azure);
        return violations(told, armwatch.reader(), shown);
    }

    /** What is wrong with all that a reader has got. */
    public static List<String> violations(List<ReceivedEvent> told, EventReader reader, AzureHistory shown) {
        return violations(told, key -> reader.known(key), shown.states());
    }

    /**
     * What is wrong, in sentences; empty where all is well.
     *
     * @param told all events, those of one topic and resource in the order in which they were read
     * @param known the last known state by its key; empty where there is none
     * @param shown all states that Azure showed of each resource, by its id and in their order
     */
    static List<String> violations(
            List<ReceivedEvent> told, Function<String, Optional<JsonNode>> known, Map<String, List<JsonNode>> shown) {
        List<String> violations = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (ReceivedEvent event : told) {
            if (!ids.add(event.attribute("id"))) {
                violations.add(event.key() + ": repetition: " + event.type() + " with id " + event.attribute("id")
                        + " was read before");
            }
        }
        shown.forEach((id, states) -> {
            List<ReceivedEvent> own = told.stream()
                    .filter(event -> event.isOf(id) && !event.type().equals("scan.completed"))
                    .toList();
            violations.addAll(EventChain.violations(id, own, known.apply(ReceivedEvent.key(id)), states));
        });
        return violations;
    }
}
